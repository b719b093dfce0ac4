/* Put into a page of the site: what the check asks of it. */
globalThis.siteCheck = {
  /** What is wider than the window, if the page is. */
  tooWide() {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return Array.from(document.querySelectorAll('body *'))
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 3)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
  },
  async axe() {
    const { violations } = await globalThis.axe.run()
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ target }) => target)
          .join(', ')}`,
    )
  },
}
