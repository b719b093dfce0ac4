import { benchmarkCommand } from '@romae/app-common'
import { type Command, Option } from 'commander'
import { userPath } from 'romae'
import { type ElasticcSize, elasticcSizes, presetSizes } from '../elasticc/settings.ts'
import { elasticcVariants } from '../elasticc/variants.ts'

/** `elasticc`: Table 4 of the paper. */
export function elasticcCommand(): Command {
  return benchmarkCommand<{ readonly data?: string; readonly sizes?: readonly ElasticcSize[] }>({
    app: 'pnpm timeseries',
    name: 'elasticc',
    description: 'classes of simulated light curves in six bands (DESC ELAsTiCC, Table 4)',
    out: 'runs/elasticc',
    text: {
      name: 'elasticc',
      title: 'ELAsTiCC: classes of light curves (Table 4)',
      notes: [
        'Light curves of 20 classes in six bands, as ATAT prepares them: a token is an observation, flux and error, at its band ' +
          'and its day. F1 averaged over the classes (macro), on ATAT’s test split of 1,000 curves a class. Pre-trained on the ' +
          'training curves of fold 0 without labels, fine-tuned on them; evaluation mode, nothing chosen on the test curves.',
        'Two sets of observations are in use, and their figures are not comparable. The paper’s RoMAE sees all photometry. ' +
          'ATAT, and the transformer beside it, see the observations from 30 days before the first alert to the last ' +
          'detection (alert photometry: `--set data.photometry=alert`), for which RoMAE’s authors give figures in a later ' +
          'README. Published figures are of one run on fold 0 (RoMAE), or of five folds (ATAT).',
        'The preset `cpu` trains on at most 2,000 curves of each class, with fluxes on an asinh scale and of unit variance, and ' +
          'takes the model that did best on 50 validation curves of each. `paper` has Table 18, with raw values and the class ' +
          'weights of the reference’s script, and takes the last model.',
      ],
    },
    addOptions: (command) =>
      command
        .option('--data <folder>', 'folder with elasticc_final.h5 and dict_classes.json, as ATAT makes them')
        .addOption(new Option('--sizes <sizes...>', 'which models (default: the preset’s)').choices(elasticcSizes)),
    variants: ({ preset, data, sizes = presetSizes[preset], set }) =>
      elasticcVariants(preset, data === undefined ? undefined : userPath(data), sizes, set),
  })
}
