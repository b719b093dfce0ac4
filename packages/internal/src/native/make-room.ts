/** The part of koffi that is used here. */
interface Koffi {
  config(): { readonly async_stack_size?: number }
  config(changed: { async_stack_size: number }): unknown
}

/**
 * What calls on koffi's threads have for a stack. MPICH and TensorFlow need more than koffi gives by itself, and end the process
 * without.
 */
const stackBytes = 8 << 20

/**
 * Gives calls on koffi's threads the stack that they need. It has to be said before anything is loaded, and only once: whoever
 * comes second finds it said.
 *
 * @throws Error where others have loaded a library with less
 */
export function makeRoom(koffi: Koffi): void {
  if ((koffi.config().async_stack_size ?? 0) < stackBytes) koffi.config({ async_stack_size: stackBytes })
}
