import type Sharp from 'sharp'
import { errors } from '../errors.ts'

type SharpModule = { readonly default: typeof Sharp }

let loading: Promise<typeof Sharp> | undefined

/**
 * sharp, loaded when it is first needed: whoever tokenizes raw pixels never pays for it. Its process-wide settings
 * (`sharp.cache`, `sharp.concurrency`, `sharp.simd`) are left as they are.
 *
 * @throws RomaeError `IMAGE_NO_SHARP` when it is not installed, or has no binary for this platform
 */
export function loadSharp(importSharp: () => Promise<SharpModule> = () => import('sharp')): Promise<typeof Sharp> {
  loading ??= importSharp().then(
    (sharp) => sharp.default,
    (cause) => {
      // A later call may find it installed.
      loading = undefined
      const reason = cause instanceof Error ? cause.message.trim().split('\n')[0]! : String(cause)
      throw errors.IMAGE_NO_SHARP({ reason }, cause)
    },
  )
  return loading
}
