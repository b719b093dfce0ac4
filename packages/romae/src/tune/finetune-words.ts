/** Options of `tune` that `finetune` does not have, or that mean its own folder; those with a value. */
const OWN = ['--trials', '--search', '--out']
const OWN_FLAGS = ['--resume', '--overwrite', '--json', '--tensorboard']

/**
 * The words of the `finetune` that trains what a search has found, and tests it on what no trial has seen.
 *
 * @param words of the command that searches
 * @param settings of the best trial, as `--set` takes them
 * @param validation the part of the samples that the search took where the user gave none
 */
export function finetuneWords(words: readonly string[], settings: readonly string[], validation: number): string {
  const kept: string[] = []
  for (let at = 0; at < words.length; at++) {
    const [option] = words[at]!.split('=') as [string]
    if (OWN_FLAGS.includes(option)) continue
    if (OWN.includes(option)) {
      if (option === words[at]) at += 1
      continue
    }
    kept.push(words[at]!)
  }
  const command = kept.indexOf('tune')
  if (command !== -1) kept[command] = 'finetune'
  const isValidated = kept.some((word) => /^--validation(-data)?(=|$)/.test(word))
  const all = [...kept, ...(isValidated ? [] : ['--validation', String(validation)])]
  return [...all, ...settings.flatMap((one) => ['--set', one])].map(quoted).join(' ')
}

/** A word as a shell needs it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
