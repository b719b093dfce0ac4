import { defineErrors } from '@romae/internal/errors'

export const errors = defineErrors({
  PLAYGROUND_NO_PAGE: ({ folder }: { folder: string }) =>
    `there is no page in ${folder}: install @romae/playground anew, or build it where the sources are (pnpm build)`,
  PLAYGROUND_PORT: ({ port, reason }: { port: number; reason: string }) =>
    `the page cannot be served on port ${port}: ${reason}; take another port, such as ${port + 1}`,
})
