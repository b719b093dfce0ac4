import { compilerSettings, sources } from './templates.ts'

/** What a plugin is to be called, and written in. */
export interface PluginChoice {
  /** As npm has it: `quakes`, `@lab/quakes`. */
  readonly package: string
  readonly language: 'typescript' | 'javascript'
  /** Of our packages that it is for. */
  readonly version: string
}

/** All files of a new plugin, by their paths. */
export function pluginFiles(choice: PluginChoice): Readonly<Record<string, string>> {
  const name = modalityName(choice.package)
  const isTyped = choice.language === 'typescript'
  const words: Readonly<Record<string, string>> = {
    NAME: name,
    PACKAGE: choice.package,
    ERROR: name.toUpperCase().replaceAll('-', '_'),
    EXT: isTyped ? 'ts' : 'js',
    BUILT: isTyped ? 'dist/src' : 'src',
  }
  const filled = (text: string) =>
    text
      .replaceAll(/«([^«»]*)»/g, isTyped ? '$1' : '')
      .replaceAll(/\b(?:NAME|PACKAGE|ERROR|EXT|BUILT)\b|ERROR(?=_)/g, (word) => words[word]!)
  const files = Object.entries(sources).map(([path, text]) => [filled(path), filled(text)])
  const own = { 'package.json': manifest(choice), ...(isTyped && { 'tsconfig.json': compilerSettings }) }
  const json = Object.entries(own).map(([path, value]) => [path, `${JSON.stringify(value, null, 2)}\n`])
  return Object.fromEntries([...json, ...files])
}

/** The modality's name: the package's without its scope. */
function modalityName(name: string): string {
  return name.split('/').at(-1)!
}

function manifest({ package: name, language, version }: PluginChoice) {
  const isTyped = language === 'typescript'
  const folder = isTyped ? './dist/src' : './src'
  const entry = (file: string) =>
    isTyped ? { types: `${folder}/${file}.d.ts`, default: `${folder}/${file}.js` } : `${folder}/${file}.js`
  const test = `node --test ${isTyped ? 'dist/' : ''}test/plugin.test.js`
  return {
    name,
    version: '0.1.0',
    description: `RoMAE on ${modalityName(name)}`,
    type: 'module',
    exports: { '.': entry('index'), './modality': entry('modality'), './package.json': './package.json' },
    files: [isTyped ? 'dist/src' : 'src'],
    engines: { node: '>=20.19' },
    scripts: isTyped ? { build: 'tsc', test: `tsc && ${test}`, prepare: 'tsc' } : { test },
    // The contract is the user's: a second copy of it is none of the plugin's business.
    peerDependencies: { '@romae/tokenizer': '>=0.1.0 <1' },
    devDependencies: {
      '@romae/tokenizer': `^${version}`,
      romae: `^${version}`,
      ...(isTyped && { '@types/node': '^20.19.0', typescript: '>=5.9' }),
    },
  }
}
