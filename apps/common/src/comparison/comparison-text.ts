/** A comparison's names and texts. */
export interface ComparisonText {
  /** Names the files of results: `cifar10`. */
  readonly name: string
  readonly title: string
  /** What was compared on what, in a sentence or two. */
  readonly about: string
  /** Another column of the table: F-scores that are published for methods of these names. */
  readonly published?: { readonly title: string; readonly values: Readonly<Record<string, string>> }
}
