using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Browser.Tests.Harness;
using FinRisk.Testing.Tools;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Operations;

/// <summary>The operators' page as an operator meets it. Each tab also checks its console and where its requests went.</summary>
public sealed class OperationsPageTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserFact]
    public async Task Without_a_key_it_asks_for_one_before_its_first_request()
    {
        await using var tab = await host.OpenAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.DoesNotContain(tab.Requests, url => url.EndsWith("/ops/summary", StringComparison.Ordinal));
        await tab.SignInAsync();
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Closed");
    }

    [BrowserFact]
    public async Task A_wrong_key_and_a_callers_key_are_refused_in_words_and_forgotten()
    {
        await using var tab = await host.OpenAsync();
        tab.ExpectsRefusals = true;
        await tab.TypeKeyAsync("a-key-that-is-nobodys");
        await Expect(tab.Element("key-fault")).ToHaveTextAsync("This host does not know that key.");
        await tab.TypeKeyAsync(BrowserHost.LenderKey);
        await Expect(tab.Element("key-fault")).ToContainTextAsync("for operators");
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("sessionStorage.length"));
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("localStorage.length + document.cookie.length"));
        await tab.SignInAsync();
    }

    [BrowserFact]
    public async Task It_refreshes_by_itself_until_it_is_paused()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        var before = await CompletedAsync(tab);
        await host.Lender.ValidateAsync(Applicant.New());
        await Eventually.TrueAsync(async () => await CompletedAsync(tab) == before + 1, "the new validation on the page");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(tab.Element("live-text")).ToContainTextAsync("Paused");
        await host.Lender.ValidateAsync(Applicant.New());
        await tab.Page.WaitForTimeoutAsync(5_000);
        Assert.Equal(before + 1, await CompletedAsync(tab));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Eventually.TrueAsync(async () => await CompletedAsync(tab) == before + 2, "the figures after the pause");
    }

    [BrowserFact]
    public async Task An_operator_opens_and_closes_the_circuit_with_a_reason()
    {
        await using var tab = await host.OpenAsync();
        tab.ExpectsRefusals = true;
        await tab.SignInAsync();
        await tab.Circuit().Locator(".open-circuit").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("for 8001015009087");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Element("force-fault")).ToContainTextAsync("personal data");

        await tab.Page.GetByLabel("until somebody closes it").CheckAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("<b>maintenance</b> window");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Held open");
        await Expect(tab.Circuit().Locator(".by-hand")).ToContainTextAsync("by olga");
        await Expect(tab.Circuit().Locator(".by-hand")).ToContainTextAsync("<b>maintenance</b> window");
        await Expect(tab.Element("told")).ToHaveTextAsync("The circuit to RiskShield is now open.");
        Assert.Equal(503, (await host.Lender.ValidateAsync(Applicant.New())).Status);
        await Expect(tab.Element("totals")).ToContainTextAsync("mostly circuit open");

        await tab.Circuit().Locator(".close-circuit").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("it is back");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Closed");
        Assert.Equal(200, (await host.Lender.ValidateAsync(Applicant.New())).Status);
    }

    [BrowserFact]
    public async Task A_failed_validation_is_shown_within_the_page()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        var rejected = Ids.CorrelationId();
        await host.Target.Vendor.PlanAsync(rejected, "400");
        Assert.Equal(502, (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(rejected))).Status);
        await tab.Page.Locator("#failed a").First.ClickAsync();
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("Outcomevendor rejected");
        await Expect(tab.Element("validation-facts")).ToContainTextAsync(rejected);
        await tab.Page.Keyboard.PressAsync("Escape");
    }

    [BrowserFact]
    public async Task It_can_be_used_by_keyboard_alone()
    {
        await using var tab = await host.OpenAsync();
        await tab.Page.Keyboard.TypeAsync(BrowserHost.OperatorKey);
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Element("live")).ToHaveAttributeAsync("data-state", "live");

        await tab.Page.Locator("#latency svg").FocusAsync();
        await tab.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(tab.Page.Locator("#latency .readout")).ToHaveTextAsync(new Regex(@"^\d\d:\d\d: p95 .*, p50 "));
        await Expect(tab.Page.Locator("#latency svg")).ToHaveAttributeAsync("aria-valuenow", "59");

        await tab.Element("span-day").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Space");
        await Expect(tab.Element("span-day")).ToHaveAttributeAsync("aria-pressed", "true");
        await tab.Circuit().Locator(".open-circuit").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Element("reason")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Circuit().Locator(".open-circuit")).ToBeFocusedAsync();
    }

    /// <summary>Every text has the contrast that WCAG AA wants, and nothing has to be scrolled sideways.</summary>
    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task It_is_readable_on_a_phone_and_in_the_dark(int width, ColorScheme scheme)
    {
        await using var tab = await host.OpenAsync(width, 800, scheme);
        await tab.SignInAsync();
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(TextContrast.Script));
        var ground = await tab.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(14, 19, 24)" : "rgb(238, 241, 244)", ground);
    }

    private static async Task<int> CompletedAsync(OpsTab tab) =>
        await tab.Page.EvaluateAsync<int>(
            "() => Number([...document.querySelectorAll('#totals div')].find(box => box.firstChild.textContent === "
            + "'Completed').lastChild.firstChild.firstChild.textContent)");
}
