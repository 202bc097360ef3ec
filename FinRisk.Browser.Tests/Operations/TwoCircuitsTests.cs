using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Browser.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Operations;

/// <summary>The operators' page where a backup stands behind RiskShield.</summary>
public sealed class TwoCircuitsTests(BackupBrowserHost host) : IClassFixture<BackupBrowserHost>
{
    private const string Backup = BackupBrowserHost.Backup;

    [BrowserFact]
    public async Task An_operator_opens_and_closes_the_circuit_of_the_provider_that_is_meant()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        await Expect(tab.Circuit().Locator(".circuit-title")).ToHaveTextAsync("Circuit to RiskShield");
        await Expect(tab.Circuit(Backup).Locator(".circuit-title")).ToHaveTextAsync($"Circuit to {Backup}");

        await tab.Circuit(Backup).Locator(".open-circuit").ClickAsync();
        await Expect(tab.Element("force-title")).ToHaveTextAsync($"Open the circuit to {Backup}");
        await tab.Page.GetByLabel("Reason").FillAsync("their maintenance");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Circuit(Backup).Locator(".state-name")).ToHaveTextAsync("Open");
        await Expect(tab.Circuit(Backup).Locator(".by-hand")).ToContainTextAsync("their maintenance");
        await Expect(tab.Circuit().Locator(".state-name")).ToHaveTextAsync("Closed");
        await Expect(tab.Circuit().Locator(".by-hand")).ToBeHiddenAsync();
        await Expect(tab.Element("told")).ToHaveTextAsync($"The circuit to {Backup} is now open.");
        Assert.Equal($"{Backup}: open – FinRisk operations", await tab.Page.TitleAsync());

        await tab.Circuit(Backup).Locator(".close-circuit").ClickAsync();
        await Expect(tab.Element("force-title")).ToHaveTextAsync($"Close the circuit to {Backup}");
        await tab.Page.GetByLabel("Reason").FillAsync("they are back");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Circuit(Backup).Locator(".state-name")).ToHaveTextAsync("Closed");
    }

    [BrowserFact]
    public async Task Each_provider_shows_the_availability_that_its_callers_saw()
    {
        await using var tab = await host.OpenAsync();
        await tab.SignInAsync();
        var failing = Ids.CorrelationId();
        await host.Target.Vendor.PlanAsync(failing, "500", forever: true);
        (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(failing))).Is(200);
        (await host.Lender.ValidateAsync(Applicant.New())).Is(200);

        await Expect(tab.Circuit().Locator(".circuit-facts")).ToContainTextAsync("calls failed");
        await Expect(tab.Circuit(Backup).Locator(".circuit-facts"))
            .ToContainTextAsync("100 %0 of 1 calls failed");
        await Expect(tab.Circuit().Locator(".circuit-facts")).ToContainTextAsync("25 %3 of 4 calls failed");
    }

    /// <summary>Side by side where there is room, one below the other on a phone; legible in both schemes.</summary>
    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light, true)]
    [InlineData(1280, ColorScheme.Dark, true)]
    [InlineData(360, ColorScheme.Light, false)]
    [InlineData(360, ColorScheme.Dark, false)]
    public async Task The_circuits_stand_side_by_side_where_there_is_room(int width, ColorScheme scheme, bool beside)
    {
        await using var tab = await host.OpenAsync(width, 800, scheme);
        await tab.SignInAsync();
        var first = (await tab.Circuit().BoundingBoxAsync())!;
        var second = (await tab.Circuit(Backup).BoundingBoxAsync())!;
        Assert.Equal((beside, !beside), (second.X > first.X, second.Y > first.Y));
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(TextContrast.Script));
    }
}
