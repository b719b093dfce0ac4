/** Options of `tune` that other commands do not have, or that mean its own folder; those with a value. */
const OWN = ['--trials', '--search', '--out']
const OWN_FLAGS = ['--resume', '--overwrite', '--json', '--tensorboard', '--pretrain']
/** Those that `pretrain` does not have. */
const OF_VALIDATION = ['--validation', '--patience']

/**
 * The words of the command that trains what a search has found: a `finetune` tests it on what no trial has seen.
 *
 * @param trains what was searched for
 * @param words of the command that searches
 * @param settings of the best trial, as `--set` takes them
 * @param validation the part of the samples that the search took where the user gave none
 */
export function commandWords(
  trains: 'finetune' | 'pretrain',
  words: readonly string[],
  settings: readonly string[],
  validation: number,
): string {
  const own = trains === 'pretrain' ? [...OWN, ...OF_VALIDATION] : OWN
  const kept: string[] = []
  for (let at = 0; at < words.length; at++) {
    const [option] = words[at]!.split('=') as [string]
    if (OWN_FLAGS.includes(option)) continue
    if (own.includes(option)) {
      if (option === words[at]) at += 1
      continue
    }
    kept.push(words[at]!)
  }
  const command = kept.indexOf('tune')
  if (command !== -1) kept[command] = trains
  const isValidated = trains === 'pretrain' || kept.some((word) => /^--validation(-data)?(=|$)/.test(word))
  const all = [...kept, ...(isValidated ? [] : ['--validation', String(validation)])]
  return [...all, ...settings.flatMap((one) => ['--set', one])].map(quoted).join(' ')
}

/** A word as a shell needs it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
