import type { DatasetChannel, DatasetSeries } from '@romae/datasets'

/**
 * Fluxes on the scale of asinh magnitudes (Lupton, Gunn & Szalay 1999): `asinh(flux / softening)`, which is linear for faint
 * fluxes, negative ones included, and logarithmic for bright ones. Their errors (the first extra column) are carried
 * along to first order.
 *
 * @param softening the flux at which the one becomes the other
 */
export function compressFlux(curve: DatasetSeries, softening: number): DatasetSeries {
  return { ...curve, channels: curve.channels.map((band) => compressBand(band, softening)) }
}

function compressBand({ times, values, extras }: DatasetChannel, softening: number): DatasetChannel {
  const [flux, errors] = [values, extras![0]!]
  return {
    times,
    values: flux.map((value) => Math.asinh(value / softening)),
    extras: [errors.map((error, index) => error / Math.hypot(flux[index]!, softening))],
  }
}
