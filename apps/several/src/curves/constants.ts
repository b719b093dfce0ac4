/** In SI units. */
export const PLANCK = 6.626_070_15e-34
export const BOLTZMANN = 1.380_649e-23
export const LIGHT = 299_792_458
export const STEFAN_BOLTZMANN = 5.670_374_419e-8
export const PARSEC = 3.085_677_581e16
export const SUN_LUMINOSITY = 3.828e26
export const SUN_RADIUS = 6.957e8
/** The gravitational constant times the sun’s mass. */
export const SUN_GRAVITY = 1.327e20
export const DAY = 86_400
/** Watts of an erg a second. */
export const ERG = 1e-7
