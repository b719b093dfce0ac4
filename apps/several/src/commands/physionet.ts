import { benchmarkCommand, type ResultsText } from '@romae/app-common'
import { readPhysioNet2012 } from '@romae/datasets'
import { type Command, Option } from 'commander'
import { applySettings, print, userPath } from 'romae'
import { mortalityPresets, mortalitySchema } from '../physionet/settings.ts'
import { admittedStay, isMeasuredTwice } from '../physionet/stays.ts'
import { mortalityVariants, wayNames } from '../physionet/variants.ts'

const text: ResultsText = {
  name: 'physionet-descriptors',
  title: 'Intensive care: descriptors as a modality, and as further channels (PhysioNet 2012)',
  notes: [
    'Stays of set a; age, sex, height, weight and kind of unit at admission are the descriptors, and 37 variables are measured. Of each ' +
      'there is the mean of four hours with `cpu`, of one hour with `paper`; values beyond five standard deviations are set to five. ' +
      'Divided by the seed, of those who died and those who did not the same part: 64 % for training, 16 % for choosing the model of ' +
      'fine-tuning by its loss, 20 % for testing. Stays in which nothing is measured, or within one of the spans alone, are left out. Settings were chosen by the validation loss of vital signs alone with another seed (100).',
    'All three models have the same encoder and decoder, as many steps, and learn from the training stays twice: without labels, half of the ' +
      'values masked, and with them, of death in hospital. As channels, a descriptor is a value of a variable at hour 0. As a modality, they are ' +
      'one token, which is not masked by itself and hidden in two of ten batches; fine-tuning leaves either modality out in one sample of ten.',
    'AUROC and AUPRC are areas under the ROC curve of death, and under that of precision and recall (average precision). MSE is of half of what ' +
      'was measured in the test stays, hidden at random, told by the pre-trained model, in units of each variable’s variance; the mean has 1.',
    'Published are AUROCs of others: those of the mTAN paper (Shukla and Marlin, ICLR 2021, Table 2) are of models that learn from about 2,560 stays of ' +
      'set a and are tested on a fifth of it, as here; that of the transformer in the SeFT paper (Horn et al., ICML 2020, Table 1) learns from about 7,700 of ' +
      'all three sets. Their splits and preparations are others. Of AUPRC no figure is cited.',
  ],
}

/** `physionet`: what descriptors of intensive-care stays tell, as a modality of their own and as further channels. */
export function physioNetCommand(): Command {
  return benchmarkCommand<{ readonly data: string; readonly models?: readonly string[] }>({
    app: 'pnpm several',
    name: 'physionet',
    description: 'death in hospital by vital signs and descriptors, as a modality and as further channels',
    out: 'runs/several/physionet',
    text,
    addOptions: (command) =>
      command
        .requiredOption('--data <archive>', 'set-a as .tar.xz or .tar.gz, or the folder that it unpacks to')
        .addOption(new Option('--models <names...>', 'some of them (default: all)').choices(wayNames)),
    async variants({ preset, set, data: path, models = wayNames }) {
      const experiment = applySettings(mortalityPresets[preset], mortalitySchema, set)
      const { hours, stays: most } = experiment.data
      const read = (await readPhysioNet2012(userPath(path))).slice(0, most ?? Infinity)
      const stays = read.map((stay) => admittedStay(stay, hours)).filter(isMeasuredTwice)
      print(`${stays.length} stays, ${stays.filter(({ label }) => label === '1').length} of them end with death`)
      return mortalityVariants(experiment, stays).filter(({ key }) => models.includes(key!))
    },
  })
}
