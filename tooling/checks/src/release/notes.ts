/** What a changeset says, as `@changesets/read` gives it. */
export interface Change {
  readonly summary: string
  readonly releases: readonly { readonly name: string }[]
}

/** What people look for first. Packages that are not named here follow in their own order. */
const order = ['romae', '@romae/timeseries', '@romae/image', '@romae/audio', '@romae/trainer', '@romae/tokenizer']

/**
 * Notes of a release for people: every change once, under the first package that it is about in the order in which people look for
 * them. The packages' own changelogs repeat a change in each package.
 */
export function releaseNotes(version: string, changes: readonly Change[]): string {
  const named = [...new Set(changes.flatMap(({ releases }) => releases.map(({ name }) => name)))].sort()
  const packages = [...order.filter((name) => named.includes(name)), ...named.filter((name) => !order.includes(name))]
  const sections = packages.flatMap((owner) => {
    const own = changes.filter(
      ({ releases }) => owner === packages.find((name) => releases.some((one) => one.name === name)),
    )
    if (own.length === 0) return []
    return [
      `## ${owner}`,
      '',
      ...own
        .map(
          ({ summary }) =>
            `- ${relinked(summary)
              .trim()
              .replaceAll(/\n(?=.)/g, '\n  ')}`,
        )
        .sort(),
      '',
    ]
  })
  return [`# RoMAE ${version}`, '', ...sections].join('\n')
}

/** Links of a changeset, which lies in `.changeset`, as they lead from `docs/releases`. */
function relinked(summary: string): string {
  return summary.replaceAll(/\]\(\.\.\/(docs\/)?/g, (_, docs) => (docs === undefined ? '](../../' : '](../'))
}

/**
 * One section for a version in a changelog. A version that was written but never published may be written again, with what has come
 * since: its earlier section goes on the later one.
 */
export function joinSections(changelog: string, version: string): string {
  const heading = `\n## ${version}\n`
  const [before, first, ...earlier] = changelog.split(heading)
  return earlier.length === 0 ? changelog : `${before}${heading}${[first, ...earlier].join('')}`
}

/**
 * A changelog in which the section of a version says no more than where its notes are: somebody has written them by hand, as for a first
 * release, whose hundred and fifty changes changed nothing that anybody had.
 *
 * @param notes the address of the notes
 */
export function leadToNotes(changelog: string, version: string, notes: string): string {
  const heading = `\n## ${version}\n`
  const [before, section = ''] = changelog.split(heading)
  const later = /\n## [\s\S]*/.exec(section)?.[0] ?? ''
  return `${before}${heading}\nWhat is new: <${notes}>\n${later}`
}
