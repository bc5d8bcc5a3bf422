/** The elements of the HTML standard, those it calls obsolete among them. */
const ELEMENTS = new Set(
  (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button " +
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset " +
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd " +
    "keygen label legend li link listing main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed " +
    "noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script " +
    "search section select slot small source spacer span strike strong style sub summary sup svg table tbody td template " +
    "textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
  ).split(" "),
)

/** Attributes that say all there is to say by being there. */
const BOOLEANS = new Set(
  (
    "allowfullscreen async autofocus autoplay checked compact controls declare default defer disabled formnovalidate hidden inert " +
    "ismap itemscope loop multiple muted nohref nomodule noresize noshade novalidate nowrap open playsinline readonly required " +
    "reversed selected shadowrootclonable shadowrootdelegatesfocus shadowrootserializable"
  ).split(" "),
)

const COMMENT = /<!--[\s\S]*?-->/y
const COMMENT_END = "-->"
const DOCTYPE = /<!doctype\s[^<>]*>/iy
const TAG = /<\/?([a-z][a-z0-9]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/iy
const ATTRIBUTE = /([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g
/** Elements with a language of their own in them. */
const FOREIGN = /^(?:svg|math)$/i
/** A reference to a character as the standard wants it; what else begins with an ampersand is text. */
const LONE_AMPERSAND = /&(?!#\d+;|#x[0-9a-f]+;|[a-z][a-z0-9]*;)/gi

/**
 * A text as HTML that says the same: what is no tag of a real element, comment or doctype is escaped. A tag is real when each
 * of its attributes is `name=value`, or one of the standard that needs no value. Tells how many there are.
 */
export function asHtml(text: string): { html: string; tags: number } {
  let html = ""
  let tags = 0
  let foreign = 0
  let from = 0
  // A comment that nothing ends is text; looking for its end behind each beginning would take long.
  const lastEnd = text.lastIndexOf(COMMENT_END)
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", from)) {
    html += escaped(text.slice(from, at))
    const tag = tagAt(text, at, { isForeign: foreign > 0, hasComments: at < lastEnd })
    if (tag) {
      tags += 1
      html += tag.text
      if (FOREIGN.test(tag.name)) foreign += tag.text.startsWith("</") ? -1 : 1
      from = at + tag.text.length
    } else {
      html += "&lt;"
      from = at + 1
    }
  }
  return { html: html + escaped(text.slice(from)), tags }
}

function tagAt(
  text: string,
  at: number,
  { isForeign, hasComments }: { isForeign: boolean; hasComments: boolean },
): { name: string; text: string } | null {
  for (const known of hasComments ? [COMMENT, DOCTYPE] : [DOCTYPE]) {
    known.lastIndex = at
    const [found] = known.exec(text) ?? []
    if (found) return { name: "", text: found }
  }
  TAG.lastIndex = at
  const [found, name = "", attributes = ""] = TAG.exec(text) ?? []
  if (found === undefined) return null
  if (isForeign) return { name, text: found }
  if (!ELEMENTS.has(name.toLowerCase())) return null
  const all = [...attributes.matchAll(ATTRIBUTE)]
  return all.every(([, own = "", value]) => value !== undefined || BOOLEANS.has(own.toLowerCase()))
    ? { name, text: found }
    : null
}

const escaped = (text: string) => text.replace(LONE_AMPERSAND, "&amp;").replaceAll(">", "&gt;")
