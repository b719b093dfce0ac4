import type { ResultsText } from '@romae/app-common'

/** Title and notes of the pages of ablations. */
export const ablationText: ResultsText = {
  name: 'ablation',
  title: 'What each part brings that the paper’s model does not have',
  layout: 'wide',
  notes: [
    'The runs of the tables, with their settings, data and seeds, but for the parts: `channels embedded`, a learned vector for ' +
      'each channel in place of its index as a position; `rotations fitted`, a base for each axis that fits what samples span, in ' +
      'place of 10,000; `what a smoother leaves`, a Kalman smoother’s estimate taken out of the targets. None of them is ' +
      '`as in the paper`.',
    'Where a command below shortens trainings (`--set`), so are those of all rows of its table: the figures are beside each other, and none ' +
      'that a full training reaches.',
    'The data sets of the UEA archive are of one token a value here, so that channels can be embedded; the table of theirs ' +
      'has a token a time stamp, and is not comparable. Settings of training were chosen without the parts for the paper’s tables, ' +
      'and with them for `impute-`.',
  ],
}
