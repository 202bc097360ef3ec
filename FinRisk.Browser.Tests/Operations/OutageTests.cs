using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Browser.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Operations;

/// <summary>The operators' page while a vendor has trouble: what is going on now, and what began it.</summary>
public sealed class OutageTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserFact]
    public async Task An_outage_shows_its_cause_and_its_end_by_hand()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        var failing = Ids.CorrelationId();
        await host.Target.Vendor.PlanAsync(failing, "503", forever: true);
        for (var request = 0; request < 4; request++)
            await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(failing));

        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Open");
        await Expect(tab.Circuit().Locator(".circuit-facts")).ToContainTextAsync("5 of 5");
        await Expect(tab.Circuit().Locator(".opened-first")).ToHaveTextAsync(
            new Regex(@"^Opened first at \d\d:\d\d:\d\d UTC: server error \(…\w{10}\)$"));
        await Expect(tab.Element("by-circuit-count")).ToHaveTextAsync(
            new Regex(@"^circuit open: [23] in the hour, [23] in a day$"));
        await Expect(tab.Element("by-circuit-cause")).ToContainTextAsync(
            "RiskShield's circuit was opened first by: server error");
        await Expect(tab.Element("failed")).Not.ToContainTextAsync("circuit open");
        await Expect(tab.Element("totals")).ToContainTextAsync(new Regex(@"now \d\.\d a minute"));

        // A reason is one line, so Enter sends it.
        await tab.Circuit().Locator(".close-circuit").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("they are back");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Closed");
        await Expect(tab.Circuit().Locator(".opened-first")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_circuit_is_held_open_for_as_long_as_is_asked()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        await tab.Circuit().Locator(".open-circuit").ClickAsync();
        await tab.Element("free-minutes").FillAsync("90");
        await Expect(tab.Element("free")).ToBeCheckedAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("maintenance");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Circuit().Locator(".circuit-facts")).ToContainTextAsync(new Regex("Next probein (89|90) min"));
        await tab.Circuit().Locator(".close-circuit").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("over");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Closed");
    }

    [BrowserFact]
    public async Task A_vendor_that_throttles_is_said_to()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        await Expect(tab.Circuit().Locator(".throttling")).ToBeHiddenAsync();
        var throttled = Ids.CorrelationId();
        await host.Target.Vendor.PlanAsync(throttled, "429");
        (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(throttled))).Is(200);
        await Expect(tab.Circuit().Locator(".throttling")).ToContainTextAsync("RiskShield is throttling: it answered 1 of ");
    }

    /// <summary>The same moments in another zone, which every one of them names.</summary>
    [BrowserFact]
    public async Task Times_are_written_in_utc_or_in_the_readers_own_zone()
    {
        await using var tab = await host.OpenAsync(timeZone: "Africa/Johannesburg");
        await tab.SignInAsync();
        await Expect(tab.Element("live-text")).ToHaveTextAsync(new Regex(@"^Live, \d\d:\d\d:\d\d UTC$"));
        await Expect(tab.Page.Locator("#latency svg")).ToContainTextAsync("now UTC");
        await tab.Element("zone-local").ClickAsync();
        await Expect(tab.Element("live-text")).ToHaveTextAsync(new Regex(@"^Live, \d\d:\d\d:\d\d (SAST|GMT\+2)$"));
        var hours = await tab.Element("live-text").EvaluateAsync<int>(
            "text => (Number(text.textContent.slice(6, 8)) - new Date().getUTCHours() + 24) % 24");
        Assert.Equal(2, hours);
        await tab.Page.ReloadAsync();
        await Expect(tab.Element("zone-local")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    /// <summary>Nobody can know how the circuit was before there was a host.</summary>
    [BrowserFact]
    public async Task The_trace_is_blank_before_the_host_began()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        await tab.Element("span-day").ClickAsync();
        const string Width = "area => Number(area.getAttribute('width'))";
        var trace = tab.Circuit().Locator(".trace-plot");
        var known = await trace.Locator(".area").First.EvaluateAsync<double>(Width);
        var blank = await trace.Locator(".unknown").EvaluateAsync<double>(Width);
        Assert.True(blank > 20 * known, $"{blank} > 20 · {known}");
    }
}
