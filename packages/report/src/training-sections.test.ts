import { describe, expect, it } from 'vitest'
import { type ChartSection, renderReport, trainingSections } from './index.ts'

const steps = Array.from({ length: 50 }, (_, index) => ({
  type: 'step',
  step: index + 1,
  epoch: 1,
  loss: 1 / (index + 1),
  gradientNorm: 2,
  learningRate: 0.1,
}))
const evaluations = [10, 20].map((step) => ({
  type: 'evaluation',
  step,
  milliseconds: 3,
  metrics: { loss: 0.5, accuracy: step / 20, macroF1: 0.25, confusion: [[1]] },
}))
const charts = (...parameters: Parameters<typeof trainingSections>) => trainingSections(...parameters) as ChartSection[]

describe('trainingSections', () => {
  it('draws loss, learning rate and gradient norm against steps', () => {
    const sections = charts(steps)
    expect(sections.map(({ heading }) => heading)).toEqual(['Loss', 'Learning rate', 'Gradient norm'])
    const [points, average] = sections[0]!.series
    expect([...(points!.x as number[])]).toEqual(steps.map(({ step }) => step))
    expect([...(points!.y as number[])]).toEqual(steps.map(({ loss }) => loss))
    expect(average!.y[49]).toBeGreaterThan(1 / 50)
    // Of the logarithms, as it stands among points on a logarithmic scale.
    const [one, hundred] = charts([1, 100].map((loss, index) => ({ ...steps[index]!, loss })))[0]!.series[1]!
      .y as number[]
    expect(hundred).toBeLessThan((one! + 100) / 2)
    expect(() => renderReport({ title: 'run', sections })).not.toThrow()
  })

  it('has a logarithmic axis where losses span much, evaluations among them, and none are below 0', () => {
    const scaleOf = (losses: readonly number[], evaluated: Parameters<typeof trainingSections>[0] = []) =>
      charts([...losses.map((loss, index) => ({ ...steps[index]!, loss })), ...evaluated])[0]!.y.scale
    expect(scaleOf([1.4, 1.1, 1.2])).toBe('linear')
    expect(scaleOf([1.4, 0.2, 1.2])).toBe('log')
    expect(scaleOf([1.4, 0.2, -1])).toBe('linear')
    const evaluation = (loss: number) => ({ type: 'evaluation', step: 1, metrics: { loss } })
    expect(scaleOf([1.4, 1.1], [evaluation(0.2)])).toBe('log')
    expect(scaleOf([1.4, 0.2], [evaluation(0)])).toBe('linear')
  })

  it('draws evaluations where there are some', () => {
    const sections = charts([...steps, ...evaluations], { name: 'Fine-tuning' })
    expect(sections.map(({ heading }) => heading)).toEqual([
      'Fine-tuning: loss',
      'Fine-tuning: accuracy',
      'Fine-tuning: macro F1',
      'Fine-tuning: learning rate',
      'Fine-tuning: gradient norm',
    ])
    expect(sections[0]!.series[2]).toMatchObject({ label: 'evaluation', x: [10, 20], y: [0.5, 0.5] })
    expect(sections[1]!.series[0]).toMatchObject({ x: [10, 20], y: [0.5, 1] })
  })

  it('draws metrics whatever they are called', () => {
    const metrics = JSON.parse('{ "constructor": 1, "__proto__": 2, "toString": 3, "type": 4, "step": 5 }')
    const sections = charts([...steps, { type: 'evaluation', step: 10, metrics }])
    const drawn = sections.map(({ heading, series }) => [heading, series[0]!.y])
    expect(drawn.slice(1, -2)).toEqual([
      ['Constructor', [1]],
      ['__proto__', [2]],
      ['ToString', [3]],
      ['Type', [4]],
      ['Step', [5]],
    ])
    expect(() => renderReport({ title: 'run', sections })).not.toThrow()
  })

  it('draws the rest where a line of the log has lost its metrics', () => {
    expect(charts([...steps, { type: 'evaluation', step: 10 }]).map(({ heading }) => heading)).toEqual([
      'Loss',
      'Learning rate',
      'Gradient norm',
    ])
  })

  it('draws the loss of each of several modalities, of the steps that mask it', () => {
    const some = steps.map((event) => ({
      ...event,
      losses: event.step % 2 === 0 ? { sound: event.step } : { picture: 1, sound: event.step },
    }))
    const evaluated = { losses: { picture: 0.5, sound: 0.6 }, hiddenLosses: { sound: 0.9 } }
    const sections = charts([...some, { type: 'evaluation', step: 10, metrics: { loss: 1, ...evaluated } }])
    expect(sections.map(({ heading }) => heading)).toEqual([
      'Loss',
      'Loss of picture',
      'Loss of sound',
      'Learning rate',
      'Gradient norm',
    ])
    const [, picture, sound] = sections
    expect(picture!.series[0]!.x).toEqual(steps.flatMap(({ step }) => (step % 2 === 0 ? [] : [step])))
    expect(sound!.series[0]!.y).toEqual(steps.map(({ step }) => step))
    expect(sound!.series.slice(2).map(({ label, y }) => [label, y])).toEqual([
      ['evaluation', [0.6]],
      ['evaluation, hidden as a whole', [0.9]],
    ])
    expect(() => renderReport({ title: 'run', sections })).not.toThrow()
  })

  it('uses no log scale where a loss is not positive, and is empty without steps', () => {
    expect(charts([{ ...steps[0]!, loss: 0 }])[0]!.y.scale).toBe('linear')
    expect(trainingSections([])).toEqual([])
  })

  it('thins long runs, and keeps the last step', () => {
    const many = Array.from({ length: 12_345 }, (_, index) => ({ ...steps[0]!, step: index + 1, loss: index + 1 }))
    for (const series of charts(many)[0]!.series) {
      expect(series.x.length).toBe(series.y.length)
      expect(series.x.length).toBeLessThanOrEqual(2000)
      expect([...(series.x as number[])].at(-1)).toBe(12_345)
    }
  })
})
