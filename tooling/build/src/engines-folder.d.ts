/** Where libraries of engines are, on the platforms that they have been run on. */
export function enginesFolder(): string
