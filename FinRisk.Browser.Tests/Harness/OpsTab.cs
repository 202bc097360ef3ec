using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace FinRisk.Browser.Tests.Harness;

/// <summary>
/// The operators' page in a tab of its own. At its end the console must be clean and no request have left the machine.
/// </summary>
internal sealed class OpsTab : IAsyncDisposable
{
    /// <summary>How long the page may take for anything, in milliseconds. Only a failure ever takes this long.</summary>
    public const int PatienceMilliseconds = 20_000;

    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _console = new();
    private readonly ConcurrentQueue<string> _requests = new();

    private OpsTab(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.SetDefaultTimeout(PatienceMilliseconds);
        page.Console += (_, message) => Note(message.Type, message.Text);
        page.PageError += (_, error) => Note("error", error);
        page.Request += (_, request) => _requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Every address that was asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The browser itself writes a line for every answer that is an error; a test that provokes one says so.</summary>
    public bool ExpectsRefusals { get; set; }

    public static async Task<OpsTab> OpenAsync(IBrowserContext context, Uri address)
    {
        var tab = new OpsTab(context, await context.NewPageAsync(), address);
        await tab.Page.GotoAsync(address.ToString());
        return tab;
    }

    /// <summary>Types the key and waits for the first figures.</summary>
    public async Task SignInAsync(string key = BrowserHost.OperatorKey)
    {
        await TypeKeyAsync(key);
        await Assertions.Expect(Page.Locator("#live")).ToHaveAttributeAsync("data-state", "live");
    }

    public async Task TypeKeyAsync(string key)
    {
        await Page.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show the figures" }).ClickAsync();
    }

    public ILocator Element(string id) => Page.Locator("#" + id);

    /// <summary>The card of a provider's circuit.</summary>
    public ILocator Circuit(string provider = "riskshield") => Page.Locator($".circuit[data-provider={provider}]");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_console);
        Assert.All(
            _requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)),
            url => Assert.Equal(_address.Authority, new Uri(url).Authority));
    }

    private void Note(string type, string text)
    {
        if (type is "error" or "warning"
            && !(ExpectsRefusals && text.Contains("responded with a status of 40", StringComparison.Ordinal)))
            _console.Enqueue($"{type}: {text}");
    }
}
