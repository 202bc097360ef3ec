using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Browser.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Operations;

/// <summary>The story of a validation on the operators' page, and the search for it.</summary>
public sealed class StoryTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    /// <summary>Gives one line for each text of an open dialog that its box cuts off.</summary>
    private const string Clipped = """
        () => [...document.querySelectorAll('dialog[open], dialog[open] *')]
          .filter(one => !one.classList.contains('unseen') && one.scrollWidth > one.clientWidth + 1
              && getComputedStyle(one).display !== 'inline')
          .map(one => `${one.tagName} ${one.id} ${one.textContent.trim().slice(0, 40)}`)
        """;

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task The_story_of_two_attempts_is_found_by_correlation_id(int width, ColorScheme scheme)
    {
        var correlation = Ids.CorrelationId();
        await host.Target.Vendor.PlanAsync(correlation, "503 ok");
        (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation))).Is(200);

        await using var tab = await host.OpenAsync(width, 800, scheme);
        await tab.SignInAsync();
        await FindAsync(tab, correlation);
        await Expect(tab.Element("validation-facts")).ToContainTextAsync(correlation);
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("Vendor calls2");
        var attempts = tab.Element("validation-attempts").Locator("li");
        await Expect(attempts).ToHaveCountAsync(2);
        await Expect(attempts.Nth(0)).ToContainTextAsync("RiskShield, attempt 1");
        await Expect(attempts.Nth(0)).ToContainTextAsync("server error, HTTP 503");
        await Expect(attempts.Nth(0)).ToContainTextAsync("waited");
        await Expect(attempts.Nth(1)).ToContainTextAsync("scored, HTTP 200");
        await ShowAsync(tab, $"story-{width}");
    }

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    public async Task A_degraded_story_says_why_and_leads_to_the_score_that_was_given(int width, ColorScheme scheme)
    {
        var (known, correlation) = (Applicant.New(), Ids.CorrelationId());
        var first = (await host.Lender.ValidateAsync(known)).Is(200).Get("validationId")!;
        await host.Target.Vendor.PlanAsync(correlation, "429 429 429");
        var id = (await host.Lender.ValidateAsync(known, Ids.NoCache,
            Ids.CorrelatedBy(correlation))).Is(200).Get("validationId")!;

        await using var tab = await host.OpenAsync(width, 800, scheme);
        await tab.SignInAsync();
        await FindAsync(tab, id);
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("Outcomedegraded");
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("vendor throttled: an older score was given");
        await Expect(tab.Element("validation-attempts").Locator("li")).ToHaveCountAsync(3);
        await ShowAsync(tab, $"degraded-{width}");
        await tab.Element("validation-facts").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(tab.Element("validation-id")).ToHaveTextAsync(first);
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("Outcomescored");
    }

    /// <summary>Two validations under one id: both are listed, and each leads to its story.</summary>
    [BrowserFact]
    public async Task Several_validations_of_a_correlation_id_are_listed()
    {
        var correlation = Ids.CorrelationId();
        (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation))).Is(200);
        (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation))).Is(200);
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        await FindAsync(tab, correlation);
        await Expect(tab.Element("found-list").Locator("li")).ToHaveCountAsync(2);
        await ShowAsync(tab, "found");
        await tab.Element("found-list").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(tab.Element("validation-attempts").Locator("li")).ToHaveCountAsync(1);
        await Expect(tab.Element("found-dialog")).ToBeHiddenAsync();
    }

    [BrowserTheory]
    [InlineData("000000000000000000000000000000000000")]
    [InlineData("no-such-correlation-id")]
    public async Task What_is_unknown_is_said_to_be_so(string wanted)
    {
        await using var tab = await host.OpenAsync();
        tab.ExpectsRefusals = true;
        await tab.SignInAsync();
        await FindAsync(tab, wanted);
        await Expect(tab.Element("found-note")).ToContainTextAsync("Nothing was found.");
        await Expect(tab.Element("found-note")).ToContainTextAsync("request_refused");
        await Expect(tab.Element("validation-dialog")).ToBeHiddenAsync();
        await ShowAsync(tab, "unknown");
    }

    private static async Task FindAsync(OpsTab tab, string wanted)
    {
        await tab.Page.GetByLabel("Find a validation by its id or a correlation id").FillAsync(wanted);
        await tab.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Nothing is cut off or too faint; with <c>FINRISK_SHOTS</c> a picture goes into that folder.</summary>
    private static async Task ShowAsync(OpsTab tab, string name)
    {
        if (Environment.GetEnvironmentVariable("FINRISK_SHOTS") is { Length: > 0 } folder)
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(Clipped));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(TextContrast.Script));
    }
}
