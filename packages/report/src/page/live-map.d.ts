/**
 * Lets a map that `renderMap` has drawn say what its points are: pointed at, or gone through with the arrow keys; groups are shown alone
 * by their buttons in the legend.
 *
 * @param figure the `figure.map` in its document
 */
export declare function liveMap(figure: { querySelector(selectors: string): unknown }): void
