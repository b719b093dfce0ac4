import type { Command } from 'commander'
import type { HostModality } from '../modality/host-modality.ts'
import { anomalyCommand } from './anomaly.ts'
import { evaluateCommand } from './evaluate.ts'
import { finetuneCommand } from './finetune.ts'
import { classifyCommand, embedCommand, regressCommand } from './predict.ts'
import { pretrainCommand } from './pretrain.ts'
import { probeCommand } from './probe.ts'
import { tuneCommand } from './tune.ts'

/** All commands that a modality has by being one. */
export function modalityCommands<Sample>(modality: HostModality<Sample>): Command[] {
  return [
    pretrainCommand(modality),
    finetuneCommand(modality),
    evaluateCommand(modality),
    classifyCommand(modality),
    regressCommand(modality),
    embedCommand(modality),
    probeCommand(modality),
    tuneCommand(modality),
    anomalyCommand(modality),
  ]
}
