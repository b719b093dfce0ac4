/** The name of a program's input, or of its output, that is of one of several modalities: `visible.image`. */
export function inputOf(name: string, modality: string): string {
  return `${name}.${modality}`
}
