import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Twelve series of a wave each, of two frequencies, with a label, and a gap in each. */
const waves = ['id,t,v,class']
for (let series = 0; series < 12; series++) {
  for (let time = 0; time < 24; time++) {
    const value = time === 7 ? '' : Math.sin(time * (series % 2 === 0 ? 0.3 : 1.2) + series).toFixed(4)
    waves.push(`s${series},${time},${value},${series % 2 === 0 ? 'slow' : 'fast'}`)
  }
}

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder({ 'waves.csv': `${waves.join('\n')}\n` })
})
const columns = ['--time', 't', '--id', 'id'] as const

describe('romae', () => {
  it('says what a file holds before anything is trained', async () => {
    const facts = JSON.parse(await runRomae(folder, 'inspect', 'waves.csv', ...columns, '--label', 'class', '--json'))
    expect(facts).toMatchObject({
      'kind of data': 'timeseries',
      series: '12',
      labels: '2: slow (6), fast (6)',
      channels: '1: v',
      'time stamps': '24 a series',
      v: expect.stringMatching(/^95\.8 % observed/),
    })
  })

  it('says what to do with a photo of a format that is not read', async () => {
    const place = await temporaryFolder({ 'photo.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic') })
    const { code, stderr } = await tryRomae(place, 'inspect', 'photo.heic')
    expect([code, stderr]).toEqual([1, expect.stringContaining('convert it: heif-convert photo.heic photo.jpg')])
  })

  it('says units: those that names have, and those that are given', async () => {
    const rows = Array.from({ length: 9 }, (_, row) => `${row},${row},${row},${row}\n`)
    const place = await temporaryFolder({ 'weather.csv': `t,temp [°C],wind,rain (max)\n${rows.join('')}` })
    const facts = JSON.parse(
      await runRomae(place, 'inspect', 'weather.csv', '--time', 't', '--unit', 'wind=m/s', '--json'),
    )
    expect(facts).toMatchObject({
      channels: '3: temp [°C], wind [m/s], rain (max)',
      'temp [°C]': '100 % observed, from 0 to 8 °C',
      'wind [m/s]': '100 % observed, from 0 to 8 m/s',
      'rain (max)': '100 % observed, from 0 to 8',
    })
  })

  it('trains and uses a classifier with nothing on standard output but what was asked for', {
    timeout: 120_000,
  }, async () => {
    const brief = ['--preset', 'smoke', '--set', 'finetuning.epochs=1', '--out', 'run', '--json'] as const
    const what = ['--label', 'class', '--unit', 'v=mV'] as const
    const made = JSON.parse(await runRomae(folder, 'finetune', 'waves.csv', ...columns, ...what, ...brief))
    expect(made).toMatchObject({ task: 'classification', runs: [{ seed: 1 }] })
    expect(existsSync(join(folder, 'run/report.html'))).toBe(true)
    const table = (await runRomae(folder, 'classify', 'waves.csv', '--model', 'run')).trimEnd().split('\n')
    expect(table).toHaveLength(13)
    expect(table[0]).toBe('id,class,p(fast),p(slow)')
    const { rows } = JSON.parse(await runRomae(folder, 'classify', 'waves.csv', '--model', 'run', '--json'))
    expect(rows[1]).toMatchObject({ id: 's1', class: expect.stringMatching(/slow|fast/) })
    expect(JSON.parse(await runRomae(folder, 'inspect', 'run', '--json'))).toMatchObject({
      'model of': 'classification',
      classes: '2: fast, slow',
      channels: '1: v [mV]',
    })
    expect(await runRomae(folder, 'export', 'run', '--out', 'model.onnx')).toContain('predictor of')
    const whole = (await readFile(join(folder, 'model.onnx'))).byteLength
    expect(whole).toBeGreaterThan(100_000)
    const halved = await runRomae(folder, 'export', 'run', '--out', 'half.onnx', '--float16')
    expect(halved).toMatch(
      /weights of float16 move outputs by at most \d\S*, where they have a standard deviation of \d/,
    )
    expect((await readFile(join(folder, 'half.onnx'))).byteLength).toBeLessThan(0.65 * whole)
  })

  it('fills gaps, also to standard output', { timeout: 120_000 }, async () => {
    const brief = ['--value', 'v', '--steps', '2', '--folder', 'filling'] as const
    const filled = await runRomae(folder, 'impute', 'waves.csv', ...columns, ...brief, '--out', 'filled.csv', '--json')
    expect(JSON.parse(filled)).toMatchObject({ missing: 12, unfilled: 0, errors: [{ channel: 'v' }] })
    expect((await readFile(join(folder, 'filled.csv'), 'utf8')).split('\n')).toHaveLength(waves.length + 1)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['no data', ['pretrain'], /missing required argument/],
    ['a file that is not there', ['pretrain', 'gone.csv'], /there is no file gone.csv.*\[APP_MODALITY_UNCERTAIN\]/],
    ['no times', ['pretrain', 'waves.csv'], /--time <column> \[TIMESERIES_NO_TIME_COLUMN\]/],
    ['an unknown command', ['pertrain', 'waves.csv'], /unknown command 'pertrain'/],
    ['an unknown option', ['pretrain', 'waves.csv', '--tme', 't'], /unknown option '--tme'/],
  ])('says in a line what is wrong with %s', async (_, words, expected) => {
    const { code, stdout, stderr } = await tryRomae(folder, ...words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(expected)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  it('has help of a kind of data, with every setting and its value', async () => {
    const help = await runRomae(folder, 'pretrain', '--modality', 'image', '--help')
    expect(help).toContain('--size <pixels>')
    expect(help).toMatch(/pretraining\.maskRatio=….*here 0\.75/)
    expect(help).toMatch(/tokenizer\.patch=….*here 8/)
    expect(await runRomae(folder, 'pretrain', '--help')).toContain('--modality <name>')
  })
})
