namespace FinRisk.Browser.Tests.Harness;

/// <summary>Looks for text that cannot be read where it stands, in the page or in the open dialog.</summary>
internal static class ClippedText
{
    /// <summary>
    /// Gives one line for each text that reaches out of its card, dialog or any box that cuts it off, that is squeezed to a
    /// column of a few letters, or that another text lies upon; and for each box that would have to be scrolled sideways, but for
    /// a field of one line.
    /// </summary>
    public const string Script = """
        () => {
          const root = document.querySelector('dialog[open]') ?? document.body;
          const shown = element => element.checkVisibility() && !element.closest('script, style, template, .unseen, .skip');
          const faults = [];
          for (const box of [root, ...root.querySelectorAll('*')])
            if (!(box instanceof SVGElement) && box.localName !== 'input' && shown(box) && box.clientWidth > 0
                && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== 'inline')
              faults.push(`wider than its box: ${box.tagName} ${box.id || box.className}`);

          const texts = [];
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const [node, element] = [walker.currentNode, walker.currentNode.parentElement];
            const words = node.textContent.trim();
            if (!words || !shown(element) || element.localName === 'title') continue;
            if (element.closest('dialog') !== root.closest('dialog')) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const lines = [...range.getClientRects()].filter(line => line.width > 0 && line.height > 0);
            const name = words.slice(0, 40);
            for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
              const cuts = at.matches('.card, dialog, header, footer, button')
                || (at.localName !== 'body' && /hidden|clip|auto|scroll/.test(getComputedStyle(at).overflowX));
              if (!cuts) continue;
              const box = at.getBoundingClientRect();
              if (lines.some(line => line.left < box.left - 1 || line.right > box.right + 1))
                faults.push(`outside ${at.tagName} ${at.id || at.className}: ${name}`);
            }
            const [font, width] = [parseFloat(getComputedStyle(element).fontSize), Math.max(...lines.map(line => line.width))];
            if (lines.length > 3 && width < 3 * font) faults.push(`squeezed to ${Math.round(width)} pixels: ${name}`);
            texts.push({ name, lines });
          }

          texts.forEach((one, at) => {
            const other = texts.slice(at + 1).find(other => one.lines.some(a => other.lines.some(b =>
              Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
              && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)));
            if (other) faults.push(`upon each other: ${one.name} / ${other.name}`);
          });
          return faults;
        }
        """;
}
