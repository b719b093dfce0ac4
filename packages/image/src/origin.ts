import manifest from '../package.json' with { type: 'json' }

/** Where the tokenizers of this package say that they come from. */
export const origin = { package: manifest.name, version: manifest.version } as const
