import type { Section } from '@romae/report'
import { classificationIntervals, classificationMetrics, rankingMetrics } from '@romae/trainer'
import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../modality/evaluate-set.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { heldSamples } from '../samples/sample-list.ts'
import { evaluationSections } from './evaluation-sections.ts'

/** Of `count` classes with one sample each, those of odd number are taken for the one before. */
function evaluated(count: number): { evaluation: Evaluation; set: SampleSet<number> } {
  const classes = Array.from({ length: count }, (_, index) => `class ${index}`)
  const taken = classes.map((_, index) => index - (index % 2))
  const predictions = taken.map((label) => ({
    label: classes[label]!,
    probabilities: Float32Array.from(classes, (_, index) => (index === label ? 0.9 : 0.1)),
  }))
  const evaluation: Evaluation = {
    task: 'classification',
    classes,
    metrics: classificationMetrics(predictions, classes, classes),
    ranking: rankingMetrics(predictions, classes, classes),
    intervals: null,
    predictions,
  }
  const ids = classes.map((name) => `of ${name}`)
  const set = { samples: heldSamples(classes.map((_, index) => index)), ids, labels: classes, data: {} }
  return { evaluation, set }
}

const ofKind = <Kind extends Section['kind']>(sections: readonly Section[], kind: Kind) =>
  sections.filter((section): section is Extract<Section, { kind: Kind }> => section.kind === kind)

describe('evaluationSections', () => {
  it('has a matrix of few classes, and of many those that are confused', async () => {
    const few = evaluated(4)
    const matrix = await evaluationSections(few.evaluation, few.set, 'samples')
    expect(ofKind(matrix, 'matrix')[0]!.columns).toHaveLength(4)
    const many = evaluated(200)
    const sections = await evaluationSections(many.evaluation, many.set, 'samples')
    expect(ofKind(sections, 'matrix')).toEqual([])
    const table = ofKind(sections, 'table').find(({ heading }) => heading === 'Most often confused')!
    expect(table.caption).toMatch(/^20 of 100 pairs; a matrix of 200 classes/)
    expect(table.rows[0]).toEqual(['class 1', 'class 0', 1, 1])
  })

  it('shows mistakes, and how their samples look where the set says', async () => {
    const { evaluation, set } = evaluated(40)
    const plain = await evaluationSections(evaluation, set, 'samples')
    const mistakes = ofKind(plain, 'table').find(({ heading }) => heading === 'Mistakes, the surest first')!
    expect([ofKind(plain, 'figures'), mistakes.rows.length]).toEqual([[], 20])
    const preview = (index: number) => ({ png: Uint8Array.of(index), wav: Uint8Array.of(7), note: 'a part' })
    const [shown] = ofKind(await evaluationSections(evaluation, { ...set, preview }, 'samples'), 'figures')
    expect(shown!.figures).toHaveLength(12)
    expect(shown!.figures[1]).toEqual({
      source: 'data:image/png;base64,Aw==',
      sound: 'data:audio/wav;base64,Bw==',
      caption: 'class 3, taken for class 2: of class 3 (a part)',
      alternative: 'class 3, taken for class 2: of class 3 (a part)',
    })
  })

  it('has the interval of each figure, and how each class is ranked', async () => {
    const { evaluation, set } = evaluated(6)
    if (evaluation.task !== 'classification') throw new Error('a classifier was asked for')
    const intervals = classificationIntervals(evaluation.predictions, evaluation.classes, evaluation.classes)
    const [figures, ranked] = ofKind(await evaluationSections({ ...evaluation, intervals }, set, 'samples'), 'table')
    expect(figures!.rows[0]).toEqual(['accuracy', 0.5, ...intervals.accuracy])
    expect(figures!.rows.map(([name]) => name)).toContain('macro AUROC')
    expect(ranked!.heading).toBe('Each class against all others')
    // The only sample of its class comes first together with that which is taken for it; one that is taken for another is tied with the rest.
    expect(ranked!.rows.slice(0, 2)).toEqual([
      ['class 0', 1, 0.9, 0.5],
      ['class 1', 1, 0.5, 1 / 6],
    ])
  })

  it('shortens long names below pictures, not what is read aloud', async () => {
    const { evaluation, set } = evaluated(2)
    const ids = set.ids.map((id) => `${'long/'.repeat(20)}${id}`)
    const preview = () => ({ png: Uint8Array.of(1) })
    const [shown] = ofKind(await evaluationSections(evaluation, { ...set, ids, preview }, 'samples'), 'figures')
    const [figure] = shown!.figures
    expect(figure!.alternative).toContain('long/'.repeat(20))
    expect(figure!.caption).toMatch(/^class 1, taken for class 0: long\/long\/lo….*of class 1$/)
  })

  it('says what is known of the samples in sentences', async () => {
    const { evaluation, set } = evaluated(2)
    const notes = ['one was seen before', 'one has no label']
    const [text] = ofKind(await evaluationSections(evaluation, set, 'samples', notes), 'text')
    expect(text!.text).toBe('One was seen before. One has no label.')
  })
})
