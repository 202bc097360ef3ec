using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Browser.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FinRisk.Browser.Tests.Operations;

/// <summary>No text of the operators' page is cut off, squeezed or covered: in no card and in no dialog.</summary>
public sealed class ClippedTextTests(BackupBrowserHost host) : IClassFixture<BackupBrowserHost>
{
    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task All_of_it_can_be_read(int width, ColorScheme scheme)
    {
        await using var tab = await host.OpenAsync(width, 800, scheme);
        tab.ExpectsRefusals = true;
        await tab.TypeKeyAsync("a-key-that-is-nobodys");
        await Expect(tab.Element("key-fault")).ToHaveTextAsync("This host does not know that key.");
        await CheckAsync(tab, "the dialog that asks for the key");
        await tab.SignInAsync();
        var (failed, scored) = await FillAsync();
        await Expect(tab.Element("failed")).ToContainTextAsync("vendor rejected");
        await CheckAsync(tab, "the page");
        await tab.Element("span-day").ClickAsync();
        await CheckAsync(tab, "the page's day");

        foreach (var id in (string[])[failed, scored])
        {
            await tab.Page.Locator($"a[href='/validations/{id}']").First.ClickAsync();
            await Expect(tab.Element("validation-facts")).ToContainTextAsync("Correlation");
            await CheckAsync(tab, "a validation's dialog");
            await tab.Element("validation-done").ClickAsync();
        }

        await tab.Circuit(BackupBrowserHost.Backup).Locator(".open-circuit").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync(string.Concat(Enumerable.Repeat("a window ", 20)) + "8001015009087");
        await tab.Element("force-go").ClickAsync();
        await Expect(tab.Element("force-fault")).ToContainTextAsync("personal data");
        await CheckAsync(tab, "the dialog that opens a circuit");
    }

    /// <summary>Facts too narrow for their text, as the dialog once had them: the check must see what it is for.</summary>
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task The_check_sees_what_is_lost(int width)
    {
        await using var tab = await host.OpenAsync(width, 800);
        await tab.SignInAsync();
        var (failed, _) = await FillAsync();
        await tab.Page.Locator($"a[href='/validations/{failed}']").First.ClickAsync();
        await Expect(tab.Element("validation-facts")).ToContainTextAsync("Correlation");
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(ClippedText.Script));
        await tab.Page.EvaluateAsync(
            "document.querySelectorAll('#validation-facts dd').forEach(fact => fact.style.cssText = "
            + "'display: block; width: 3em; white-space: nowrap; overflow: hidden')");
        Assert.NotEmpty(await tab.Page.EvaluateAsync<string[]>(ClippedText.Script));
    }

    private static async Task CheckAsync(OpsTab tab, string where)
    {
        var faults = await tab.Page.EvaluateAsync<string[]>(ClippedText.Script);
        Assert.True(faults.Length == 0, $"{where}: {string.Join("; ", faults)}");
    }

    /// <summary>A validation that failed and one that was slow, with the longest correlation ids there are.</summary>
    private async Task<(string Failed, string Scored)> FillAsync()
    {
        var (rejected, slow) = (Longest(), Longest());
        await host.Target.Vendor.PlanAsync(rejected, "400");
        await host.Target.Vendor.PlanAsync(slow, "ok+700");
        var failed = await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(rejected));
        var scored = (await host.Lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(slow))).Is(200);
        Assert.Equal(502, failed.Status);
        return (failed.Get("instance").Split('/')[^1], scored.Get("validationId"));
    }

    private static string Longest() => Ids.CorrelationId().PadRight(128, 'x');
}
