/** Seattle's weather with gaps in it, which lies beside the page. */
export async function sampleFile(): Promise<File> {
  const name = 'seattle-weather.csv'
  const response = await fetch(new URL(name, document.baseURI))
  if (!response.ok)
    throw new Error(
      `The server answers ${response.status} for ${name}; load the page again, or take a file of your own.`,
    )
  return new File([await response.blob()], name, { type: 'text/csv' })
}
