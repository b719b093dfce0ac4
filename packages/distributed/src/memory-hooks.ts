/**
 * Keeps UCX, which carries the messages of MPICH and of some Open MPIs, from rewriting the C library's functions of memory in this
 * process; where the environment has not said otherwise. To be called before a library is loaded.
 *
 * UCX rewrites them as it is loaded, and tries them by moving the end of the heap there and back. Where another of Node's threads
 * gets memory in between, its last page is gone, and the process ends with a segmentation fault, then or later. Without them UCX
 * makes memory known to InfiniBand in each call, in place of once.
 *
 * @param environment of this process, which UCX reads
 */
export function withoutMemoryHooks(environment: Record<string, string | undefined>): void {
  environment.UCX_MEM_MMAP_HOOK_MODE ??= 'none'
}
