/** A filter of the Rubin Observatory's camera. */
export interface Band {
  readonly name: string
  /** Effective wavelength in nm. */
  readonly wavelength: number
  /** AB magnitude at which a visit measures a star to a fifth (Ivezić et al. 2019, Table 2). */
  readonly depth: number
  /** Magnitudes of dust for each of E(B-V) (Schlafly and Finkbeiner 2011, Table 6, R_V = 3.1). */
  readonly dust: number
  /** How often a visit is in it. */
  readonly share: number
}

export const bands: readonly Band[] = [
  { name: 'u', wavelength: 368, depth: 23.9, dust: 4.145, share: 0.07 },
  { name: 'g', wavelength: 480, depth: 25, dust: 3.237, share: 0.11 },
  { name: 'r', wavelength: 622, depth: 24.7, dust: 2.273, share: 0.22 },
  { name: 'i', wavelength: 755, depth: 24, dust: 1.684, share: 0.22 },
  { name: 'z', wavelength: 868, depth: 23.3, dust: 1.323, share: 0.19 },
  { name: 'y', wavelength: 971, depth: 22.1, dust: 1.088, share: 0.19 },
]

/** The standard deviation of a visit in µJy, of what is faint; AB magnitude 23.9 is one µJy. */
export function skyNoise({ depth }: Band): number {
  return 10 ** (-0.4 * (depth - 23.9)) / 5
}
