using FinRisk.Browser.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Docs;

/// <summary>
/// The page of the contract as a reader meets it. Each tab also checks that its console stays clean and that no request leaves
/// the machine.
/// </summary>
public sealed class DocsPageTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task It_shows_the_contract_on_any_width_and_in_the_dark(int width, ColorScheme scheme)
    {
        await using var tab = await host.OpenAsync(width, 800, scheme, "/docs");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "FinRisk", Exact = true })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("Send an applicant, get a risk score.").First).ToBeVisibleAsync();
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        var ground = await tab.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        var isDark = ground.Split('(', ',', ')').Skip(1).Take(3).All(part => int.Parse(part, null) < 100);
        Assert.Equal(scheme == ColorScheme.Dark, isDark);
    }

    [BrowserFact]
    public async Task A_problems_address_leads_to_its_section()
    {
        await using var tab = await host.OpenAsync(path: "/problems/circuit-open");
        var heading = tab.Page.GetByRole(AriaRole.Heading, new() { Name = "circuit-open", Exact = true });
        await Expect(heading).ToBeInViewportAsync();
        Assert.Equal("/docs", new Uri(tab.Page.Url).AbsolutePath);
    }
}
