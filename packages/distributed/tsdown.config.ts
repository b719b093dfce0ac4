import { libraryBuild } from '@romae/build/tsdown'

export default libraryBuild({ deps: { neverBundle: [/^node:/] } })
