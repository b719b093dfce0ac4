/**
 * What each class weighs in the loss of the reference's fine-tuning, by the number of the class: of AGN, CART, Cepheid,
 * Delta Scuti, dwarf novae, EB, ILOT, KN, M-dwarf flare, PISN, RR Lyrae, SLSN, 91bg, Ia, Iax, Ib/c, II, SN-like/other, TDE
 * and uLens.
 */
export const referenceClassWeights: readonly number[] = [
  0.2011, 1.2752, 0.7855, 0.6691, 1.6178, 0.2065, 1.4077, 2.4635, 7.7423, 0.1898, 0.9508, 0.1902, 0.3751, 0.0944,
  0.3725, 0.0644, 0.0449, 0.1929, 0.1939, 0.7324,
]
