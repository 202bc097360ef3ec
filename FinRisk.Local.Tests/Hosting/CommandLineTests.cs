using FinRisk.Local.Hosting;
using FinRisk.Local.Settings;
using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>What is not understood starts no server.</summary>
[Collection(HostGroup.Name)]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("'serve' is no command and no option. Write settings as --Name:Part=value; --help lists them.", "serve")]
    [InlineData("'-x' is no command and no option. Write settings as --Name:Part=value; --help lists them.", "-x=1")]
    [InlineData("--Retyr:MaxAttempts: there is no such setting; --help lists them.", "--Retyr:MaxAttempts=3")]
    [InlineData(
        "--Retry:MaxAttempt: there is no such setting; "
        + "Retry has Retry:FirstDelay, Retry:MaxAttempts, Retry:MaxDelay, Retry:MaxRetryAfter.",
        "--Retry:MaxAttempt", "3")]
    [InlineData(
        "--Circuit:Secret: there is no such setting; "
        + "Circuit has Circuit:BreakDuration, Circuit:FailureThreshold, Circuit:ProbeLease.",
        "--Circuit:Secret=0123")]
    [InlineData("--Local:DataFolder has no value; write --Local:DataFolder=value.", "--Local:DataFolder", "--environment=Test")]
    [InlineData("--urls has no value; write --urls=value.", "--urls")]
    public async Task What_is_not_understood_is_refused_with_a_sentence(string sentence, params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);
        Assert.Equal((CommandLine.UsageExitCode, "", sentence + Environment.NewLine), (code, output, errors));
    }

    /// <summary>A part in braces may be any; what follows it may not. The value, which may be a secret, is not quoted.</summary>
    [Fact]
    public void A_wrong_part_after_a_free_name_is_refused()
    {
        var sentence = Assert.Single(CommandLine.FindErrors(["--Local:Callers:a:Secret=0123"]));
        Assert.StartsWith(
            "--Local:Callers:a:Secret: there is no such setting; Local has Local:", sentence, StringComparison.Ordinal);
        Assert.Contains(" Local:Callers:{name}:Key,", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("0123", sentence, StringComparison.Ordinal);
    }

    /// <summary>Also in the forms that the framework takes.</summary>
    [Theory]
    [InlineData("--urls", "http://127.0.0.1:0", "--retry:maxattempts=3")]
    [InlineData("--Logging:LogLevel:Microsoft=Trace", "--contentRoot", "/tmp", "--environment=Development")]
    [InlineData("--Local:Callers:broker:Key=0123456789abcdef", "--Kestrel:Endpoints:one:Url=http://127.0.0.1:0")]
    public void Every_setting_is_understood(params string[] args) => Assert.Empty(CommandLine.FindErrors(args));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--urls=http://127.0.0.1:0", "--help")]
    public async Task The_help_lists_every_setting_with_default_and_range(params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);
        Assert.Equal((0, ""), (code, errors));
        Assert.Matches("(?m)^  Retry:MaxAttempts +3 +1 to 10\r?$", output);
        Assert.Matches("(?m)^  Circuit:BreakDuration +60 s +1 ms to 24 h\r?$", output);
        Assert.All(SettingsHelp.Settings, setting => Assert.Contains(setting.Name, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_version_is_the_programs()
    {
        var (code, output, _) = await RunAsync(["--version"]);
        Assert.Equal(0, code);
        Assert.Matches(@"^FinRisk\.Local \d+\.\d+\.\d+", output);
    }

    /// <summary>A misspelt section would else be ignored as a whole.</summary>
    [Fact]
    public async Task A_section_of_a_settings_file_that_nobody_reads_is_refused()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "appsettings.json"),
            """{ "Retyr": { "MaxAttempts": 5 }, "Privacy": { "Pepper": "x" }, "Retry": { "MaxAttempts": 4 }, "Logging": {} }""");
        var data = Path.Combine(folder.Path, "data");
        var (code, _, errors) = await RunAsync(
            ["--contentRoot=" + folder.Path, "--Local:DataFolder=" + data, "--urls=http://127.0.0.1:0"]);
        Assert.Equal(1, code);
        Assert.Contains(
            "  - Privacy: appsettings.json has this section, and this host reads none of that name;",
            errors,
            StringComparison.Ordinal);
        Assert.Contains("  - Retyr: appsettings.json has this section,", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] args)
    {
        var (consoleOutput, consoleErrors) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            var run = Task.Run(() => typeof(LocalHost).Assembly.EntryPoint!.Invoke(null, [args]));
            return ((int)(await run.WaitAsync(Patience.Long))!, output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(consoleOutput);
            Console.SetError(consoleErrors);
        }
    }
}
