import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { RomaeError } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { isTrained, modelFolderOf } from '../modality/trained-model.ts'
import { readText } from '../read-text.ts'
import { isMemberWord, parseMembers } from '../several/member-words.ts'
import { VALUES } from '../several/values-modality.ts'
import { tell } from '../terminal/print.ts'
import { builtIn } from './built-in.ts'
import { guessModality } from './guess-modality.ts'
import { isFile, loadModality, loadModalityOfModel } from './load-modality.ts'
import { loadSeveral } from './load-several.ts'
import { recordedModality } from './recorded-modality.ts'

/** What a command line says of its kind of data. */
export interface Hints {
  /** Each `--modality`. */
  readonly modalities: readonly string[]
  /** A run or model whose data these are like: `--model`, `--from`. */
  readonly model?: string
  /** The words that are no options. */
  readonly words: readonly string[]
  /** Whether help is asked for, which files need not be there for. */
  readonly isHelp: boolean
}

/**
 * The modality of a command line: what it says, else that of the model it names, else what its files surely are.
 *
 * @returns null where nothing says it, as for `--help`
 * @throws RomaeError `APP_MODALITY_UNCERTAIN`, and what loading throws
 */
export async function findModality({ modalities, model, words, isHelp }: Hints): Promise<HostModality<unknown> | null> {
  if (modalities.length > 0) return givenModality(modalities)
  const ofModel = model === undefined ? null : await modalityOfModel(model)
  if (ofModel !== null) return ofModel
  if (words.length === 1 && isTrained(words[0]!)) return modalityOfModel(words[0]!).catch(tellWhy)
  const found = await guessModality(words)
  if (found.size === 0) {
    if (words.length === 0 || isHelp) return null
    throw errors.APP_MODALITY_UNCERTAIN({ found: [], missing: words.filter((word) => !existsSync(word)) })
  }
  if (found.size > 1) throw errors.APP_MODALITY_UNCERTAIN({ found: [...found] })
  const [[name, example]] = [...found] as [[string, string]]
  tell(`${name}: because of ${example} (--modality says otherwise)`)
  return loadModality(name)
}

/** A model can be looked at without its modality. */
function tellWhy(cause: unknown): null {
  if (!RomaeError.isInstance(cause)) throw cause
  tell(`note: ${cause.message}`)
  return null
}

/** The modality that made a model, by the name and the package of its tokenizer; null where the model does not say. */
export async function modalityOfModel(run: string): Promise<HostModality<unknown> | null> {
  const path = join(modelFolderOf(run), 'romae.json')
  if (!existsSync(path)) return null
  const { tokenizer } = (parseJson(await readText(path)) ?? {}) as { readonly tokenizer?: unknown }
  const record = (tokenizer ?? {}) as {
    readonly name?: unknown
    readonly package?: unknown
    readonly modalities?: unknown
  }
  const { name, package: origin, modalities } = record
  if (typeof name !== 'string') return null
  if (typeof modalities === 'object' && modalities !== null) return severalOfModel(run, modalities)
  const [own] = name.split('/')
  if (Object.hasOwn(builtIn, own!)) return loadModality(own!)
  if (typeof origin !== 'string') {
    const given = await recordedModality(run)
    const missing = given !== null && isFile(given) && !existsSync(resolve(given))
    throw errors.APP_MODALITY_UNKNOWN({ run, tokenizer: name, given, missing })
  }
  return loadModalityOfModel(origin)
}

/** One modality, or several that have names. */
export function givenModality(words: readonly string[]): Promise<HostModality<unknown>> {
  return words.length === 1 && !isMemberWord(words[0]!) ? loadModality(words[0]!) : loadSeveral(parseMembers(words))
}

/** The modalities of a model of several, as its record has them. */
async function severalOfModel(run: string, records: object): Promise<HostModality<unknown>> {
  const members = Object.entries(records).map(([name, record]) => {
    const { name: tokenizer, package: origin } = (record ?? {}) as {
      readonly name?: unknown
      readonly package?: unknown
    }
    const [kind] = String(tokenizer).split('/') as [string]
    if (kind !== VALUES && !Object.hasOwn(builtIn, kind) && typeof origin !== 'string') {
      throw errors.APP_MODALITY_UNKNOWN({ run, tokenizer: kind })
    }
    return { name, kind, settings: {}, ...(typeof origin === 'string' && { origin }) }
  })
  return loadSeveral(members)
}
