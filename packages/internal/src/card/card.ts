import { visible } from '../errors/index.ts'

/** What is said of a model in the `README.md` beside it. */
export interface Card {
  /** As model hubs call what can be done with it; none where they have no word for it. */
  readonly pipeline?: string | undefined
  /** Beyond those that every model of ours has. */
  readonly tags?: readonly string[] | undefined
  /** Markdown; names from somebody's data go through `literal`. */
  readonly title: string
  /** What it is, in Markdown. */
  readonly about: readonly string[]
  /** In Markdown. */
  readonly sections: readonly (readonly [heading: string, lines: readonly string[]])[]
  readonly settings: readonly (readonly [label: string, value: string | number])[]
  /** Which files beside it say more of the settings. */
  readonly more: string
}

/** A card in the form that model hubs read: front matter, then Markdown. The licence is left to the author. */
export function card({ pipeline, tags = [], title, about, sections, settings, more }: Card): string {
  const all = [
    ...sections,
    ['Settings', [...table(settings), '', more]],
    ['Licence', ['Its author’s to choose: write `license:` at the top of this file.']],
  ] as const
  return [
    '---',
    'library_name: romae',
    ...(pipeline === undefined ? [] : [`pipeline_tag: ${pipeline}`]),
    'tags:',
    ...['romae', 'masked-autoencoder', ...tags].map((tag) => `  - ${tag}`),
    '---',
    `# ${title}`,
    '',
    ...about,
    ...all.flatMap(([heading, lines]) => ['', `## ${heading}`, '', ...lines]),
    '',
  ].join('\n')
}

/** A name from somebody's data, which is to be text and nothing else. */
export function literal(name: string): string {
  return `\`${visible(name).replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

const MOST_NAMES = 50

/** Names from somebody's data, as many as a page has place for. */
export function listedNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return `${names.slice(0, MOST_NAMES).map(literal).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

/** A table of two columns. What is in its cells is text: names from somebody's data may be among it. */
export function table(rows: readonly (readonly [string, string | number])[]): string[] {
  return ['| | |', '| --- | --- |', ...rows.map(([label, value]) => `| ${cell(label)} | ${cell(String(value))} |`)]
}

function cell(text: string): string {
  return visible(text).replaceAll(/[|<[\]*_`]/g, '\\$&')
}
