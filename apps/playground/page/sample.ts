/** Seattle's weather with gaps in it, which lies beside the page. */
export const SAMPLE = 'seattle-weather.csv'

/** A file that lies on the page's own server. @throws Error where it does not */
export async function fileOfPage(address: string): Promise<File> {
  const place = new URL(address, document.baseURI)
  if (place.origin !== location.origin) {
    throw new Error(`${place.origin} is another server, and this page loads nothing from any other.`)
  }
  const response = await fetch(place)
  const name = place.pathname.slice(place.pathname.lastIndexOf('/') + 1)
  if (!response.ok)
    throw new Error(
      `The server answers ${response.status} for ${name}; load the page again, or take a file of your own.`,
    )
  return new File([await response.blob()], name)
}
