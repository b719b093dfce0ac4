import { element } from './elements.ts'

/** How far training is. */
export function showProgress(step: number, steps: number): void {
  const bar = element<HTMLProgressElement>('progress')
  bar.max = steps
  bar.value = step
  element('progress-text').textContent = step === 0 ? '' : `${step} of ${steps} steps`
}
