import { type Table, timeseries } from '@romae/timeseries/modality'
import { type Evaluation, type FilledSeries, intervalsCsv, methodsCsv } from 'romae/imputation'
import { csvOf, type Look, shownCoverage, standardInput, stemOf } from './job.ts'
import type { ShownErrors } from './messages.ts'
import type { Roles } from './roles.ts'
import type { OfferedFile } from './training-messages.ts'

/** A table that is filled, as it is shown and taken away. */
export function fillLook(
  step: number,
  { file, table, roles }: { readonly file: File; readonly table: Table; readonly roles: Roles },
  {
    result,
    evaluation,
    archive,
  }: {
    readonly result: FilledSeries
    /** Null, or without methods, where nothing is compared. */
    readonly evaluation: Evaluation | null
    /** The model's files. */
    archive(): readonly OfferedFile[]
  },
): Look {
  const { filled, best, intervals } = result
  const { series, channels, source } = table
  return {
    shown: {
      type: 'filled',
      step,
      errors: evaluation === null || evaluation.methods.length < 2 ? null : shownErrors(evaluation),
      after: series.map(() => new Float64Array()),
      values: filled.map(({ channels: all }) => all.map(({ values }) => values)),
      lower: intervals?.lower ?? null,
      upper: intervals?.upper ?? null,
    },
    async files() {
      const columns = { time: roles.time, id: roles.id, escapeFormulas: false }
      const context = { standardInput, escapeFormulas: false }
      const own = [
        ['filled', await timeseries.write!(source, { read: series, filled }, table.options as never, context)],
        ['intervals', intervals && intervalsCsv(series, intervals, channels, columns)],
        ['methods', best && evaluation && methodsCsv(series, best, channels, evaluation.methods, columns)],
      ] as const
      const files: OfferedFile[] = []
      for (const [kind, content] of own) {
        if (content !== null) files.push({ kind, name: `${stemOf(file)}.${kind}.csv`, content: await csvOf(content) })
      }
      return [...files, ...archive()]
    },
  }
}

function shownErrors({ methods, best, intervals }: Evaluation): ShownErrors {
  return {
    methods,
    channels: best.errors.map(({ count, errors }) => ({ count, errors })),
    coverage: shownCoverage(intervals),
  }
}
