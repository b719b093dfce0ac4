import { element, say, show } from './elements.ts'
import { linkTo, type TableSettings } from './settings.ts'

/** Offers a link that holds settings, by the clipboard where the browser has one, and to be copied by hand in any case. */
export async function share(settings: TableSettings, isSample: boolean): Promise<void> {
  const link = linkTo(document.location.href, settings, isSample)
  const field = element<HTMLInputElement>('link')
  field.value = link
  show('link-label')
  try {
    await navigator.clipboard.writeText(link)
    say('The link is copied. It holds the settings and names of columns, no data.')
  } catch {
    field.focus()
    field.select()
    say('Copy the link. It holds the settings and names of columns, no data.')
  }
}
