/**
 * What a CommonJS library exports: Node has it under `default`; bundlers and loaders that turn it into a module
 * themselves have only the names.
 */
export function exportsOf<Exports extends object>(module: { readonly default: Exports }): Exports {
  return 'default' in module ? module.default : module
}
