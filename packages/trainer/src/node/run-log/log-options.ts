/** What to write besides what the run says of itself. */
export interface LogOptions {
  /** Further fields of `config.json`, as plain JSON: what the samples are, how they were made into tokens. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Further fields of this session in `environment.json`, such as the command. */
  readonly session?: Readonly<Record<string, unknown>>
}
