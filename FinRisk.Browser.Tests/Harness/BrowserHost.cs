using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;
using Microsoft.Playwright;

// Each class has a host, a vendor and a browser.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace FinRisk.Browser.Tests.Harness;

/// <summary>A host with a lender and an operator, its vendor, and a headless browser.</summary>
public class BrowserHost : IAsyncLifetime
{
    /// <summary>The lender's key.</summary>
    public const string LenderKey = "browser-tests-lender-key";

    /// <summary>The operator's key.</summary>
    public const string OperatorKey = "browser-tests-operator-key";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    static BrowserHost()
    {
        Assertions.SetDefaultExpectTimeout(OpsTab.PatienceMilliseconds);

        // One folder for all hosts of the run, so not before all of them have ended.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => WorkFolder.Delete();
    }

    internal OwnTarget Target { get; private set; } = null!;

    internal FinRiskClient Lender => Target.FinRisk.As(LenderKey);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Prerequisite.Chromium.SkipReason is not null)
            return;
        Target = await StartAsync([
            .. AcceptanceSettings.Patient,
            ("Local:Callers:lender:Key", LenderKey),
            ("Local:Callers:olga:Key", OperatorKey), ("Local:Callers:olga:Operator", "true"),
            ("Circuit:BreakDuration", "00:01:00")]);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Prerequisite.Chromium.Path,

            // In a container there is often no user namespace to build the sandbox from, and only our own page is opened.
            Args = ["--no-sandbox"],
        });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Target?.Dispose();
    }

    private protected virtual Task<OwnTarget> StartAsync(params (string Name, string Value)[] settings) =>
        OwnTarget.StartAsync(settings);

    internal async Task<OpsTab> OpenAsync(
        int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, string path = "/ops", string timeZone = "UTC")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            TimezoneId = timeZone,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await OpsTab.OpenAsync(context, new Uri(Target.Host.Address, path));
    }
}

/// <summary>The same with a backup, whose name is <see cref="Backup"/>.</summary>
public sealed class BackupBrowserHost : BrowserHost
{
    /// <summary>The backup's name.</summary>
    public const string Backup = "second-bureau";

    private protected override Task<OwnTarget> StartAsync(params (string Name, string Value)[] settings) =>
        OwnTarget.StartWithBackupAsync([("Backup:Name", Backup), .. settings]);
}
