import type { Engine } from '@romae/engine'
import type { Check } from '../compare.ts'
import type { Fixture } from '../fixture.ts'

/** Runs one kind of fixture on an engine. */
export type RunKind = (fixture: Fixture, engine: Engine) => Promise<Check[]>
