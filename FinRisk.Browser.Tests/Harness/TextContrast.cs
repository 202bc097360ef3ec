namespace FinRisk.Browser.Tests.Harness;

/// <summary>Measures the contrast of every text on a page (WCAG 2.2, success criterion 1.4.3).</summary>
internal static class TextContrast
{
    /// <summary>Gives one line for each text below 4.5 to 1; disabled controls are exempt, as in the criterion.</summary>
    public const string Script = """
        () => {
          const channel = value => (value /= 255) <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
          const parts = colour => colour.match(/[\d.]+/g).map(Number);
          const light = ([red, green, blue]) => .2126 * channel(red) + .7152 * channel(green) + .0722 * channel(blue);
          const ground = element => {
            for (let at = element; at; at = at.parentElement) {
              const colour = parts(getComputedStyle(at).backgroundColor);
              if (colour.length === 3 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const faults = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim()
                || !element.checkVisibility() || element.closest('script, style, :disabled, .unseen')) continue;
            const style = getComputedStyle(element);
            const text = parts(element instanceof SVGElement ? style.fill : style.color);
            const [one, other] = [light(text), light(ground(element))].sort((a, b) => b - a);
            const ratio = (one + .05) / (other + .05);
            if (ratio < 4.5)
              faults.push(`${ratio.toFixed(2)} ${element.tagName} ${walker.currentNode.textContent.trim().slice(0, 40)}`);
          }
          return faults;
        }
        """;
}
