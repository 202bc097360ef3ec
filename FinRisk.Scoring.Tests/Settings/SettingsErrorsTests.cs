using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Tests.Settings;

/// <summary>
/// Contract 9: a bad value is told with the setting's name, the value's fault and the range; the whole text, word by word.
/// </summary>
public sealed class SettingsErrorsTests
{
    private const string NameRule = "must be 1 to 32 of a-z, 0-9 and -, and not riskshield; default backup.";
    private const string BandsRule =
        "must be lower bounds that fall, from 850 to 301, such as the default LOW=740,MEDIUM=670,HIGH=580.";
    private const string Secret = "sk_live_0123456789abcdef";
    private const string BaseUrlRule = "must be an https address without path (http only on loopback); default "
        + "https://api.riskshield.com.";
    private const string SecretRule = "must be a Key Vault secret's address, https://{vault}/secrets/{name}.";

    public static TheoryData<string, string, string> Faults => new()
    {
        { "RiskShield:BaseUrl", "http://api.riskshield.com", $"'http://api.riskshield.com' {BaseUrlRule}" },
        { "RiskShield:BaseUrl", "ftp://127.0.0.1", $"'ftp://127.0.0.1' {BaseUrlRule}" },
        { "RiskShield:BaseUrl", "https://api.riskshield.com/v1", $"'https://api.riskshield.com/v1' {BaseUrlRule}" },
        { "RiskShield:BaseUrl", "api.riskshield.com", $"'api.riskshield.com' {BaseUrlRule}" },
        { "RiskShield:Proxy", "proxy.example",
            "'proxy.example' must be the address of an HTTP proxy without user or path, such as http://proxy.example:3128." },
        { "RiskShield:Proxy", "socks5://proxy.example", "'socks5://proxy.example' must be the address of an HTTP proxy without "
            + "user or path, such as http://proxy.example:3128." },
        { "RiskShield:Proxy", "http://user:secret@proxy.example",
            "'(redacted)' must be the address of an HTTP proxy without user or path, such as http://proxy.example:3128." },
        { "RiskShield:ConnectTimeout", "00:00:00.0999999",
            "'00:00:00.0999999' is out of range; allowed 00:00:00.1000000 to 00:01:00, default 00:00:05." },
        { "RiskShield:ConnectTimeout", "00:01:00.0000001",
            "'00:01:00.0000001' is out of range; allowed 00:00:00.1000000 to 00:01:00, default 00:00:05." },
        { "RiskShield:AttemptTimeout", "00:00:00",
            "'00:00:00' is out of range; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "RiskShield:AttemptTimeout", "10",
            "'10' is not a duration of the form hh:mm:ss; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "RiskShield:AttemptTimeout", "10s",
            "'10s' is not a duration of the form hh:mm:ss; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "RiskShield:AttemptTimeout", "0:10",
            "'0:10' is not a duration of the form hh:mm:ss; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "RiskShield:AttemptTimeout", "00:00:61",
            "'00:00:61' is not a duration of the form hh:mm:ss; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "RiskShield:MaxConcurrentCalls", "0", "'0' is out of range; allowed 1 or more, default 256." },
        { "RiskShield:MaxConcurrentCalls", "many", "'many' is not a whole number; allowed 1 or more, default 256." },
        { "RiskShield:MaxConcurrentCalls", "2147483648", "'2147483648' is not a whole number; allowed 1 or more, default 256." },
        { "RiskShield:MaxCallsPerSecond", "0", "'0' is out of range; allowed 1 or more, default none." },
        { "RiskShield:MaxCallsPerSecond", "1.5", "'1.5' is not a whole number; allowed 1 or more, default none." },
        { "RiskShield:CandidatePath", "v2/score", "'v2/score' must be a path such as /v2/score, without query." },
        { "RiskShield:CandidatePath", "//evil.example/score",
            "'//evil.example/score' must be a path such as /v2/score, without query." },
        { "RiskShield:CandidatePath", "/v2/score?key=1", "'/v2/score?key=1' must be a path such as /v2/score, without query." },
        { "Features:CandidatePath", "101", "'101' is out of range; allowed 0 to 100, default 0." },
        { "RiskShield:MaxQueueTime", "00:01:00.001",
            "'00:01:00.001' is out of range; allowed 00:00:00 to 00:01:00, default 00:00:10." },
        { "Backup:BaseUrl", "http://backup.example",
            "'http://backup.example' must be an https address without path (http only on loopback)." },
        { "Backup:Name", "riskshield", $"'riskshield' {NameRule}" },
        { "Backup:Name", "Second", $"'Second' {NameRule}" },
        { "Backup:Name", "a second", $"'a second' {NameRule}" },
        { "Backup:Name", new string('a', 33), $"'{new string('a', 33)}' {NameRule}" },
        { "Backup:Proxy", "proxy.example",
            "'proxy.example' must be the address of an HTTP proxy without user or path, such as http://proxy.example:3128." },
        { "Backup:ConnectTimeout", "5",
            "'5' is not a duration of the form hh:mm:ss; allowed 00:00:00.1000000 to 00:01:00, default 00:00:05." },
        { "Backup:AttemptTimeout", "00:01:01",
            "'00:01:01' is out of range; allowed 00:00:00.1000000 to 00:01:00, default 00:00:10." },
        { "Backup:MaxConcurrentCalls", "0", "'0' is out of range; allowed 1 or more, default 256." },
        { "Backup:MaxCallsPerSecond", "0", "'0' is out of range; allowed 1 or more, default none." },
        { "Backup:MaxQueueTime", "00:01:01", "'00:01:01' is out of range; allowed 00:00:00 to 00:01:00, default 00:00:10." },
        { "Backup:Bands", "LOW=740,MEDIUM=670", $"'LOW=740,MEDIUM=670' {BandsRule}" },
        { "Backup:Bands", "LOW=740,MEDIUM=740,HIGH=580", $"'LOW=740,MEDIUM=740,HIGH=580' {BandsRule}" },
        { "Features:BackupProvider", "on", "'on' is neither true nor false; default true." },
        { "Retry:MaxAttempts", "0", "'0' is out of range; allowed 1 to 10, default 3." },
        { "Retry:MaxAttempts", "11", "'11' is out of range; allowed 1 to 10, default 3." },
        { "Retry:MaxAttempts", " 3", "' 3' is not a whole number; allowed 1 to 10, default 3." },
        { "Retry:FirstDelay", "00:00:00", "'00:00:00' is out of range; allowed 00:00:00.0010000 to 01:00:00, default 00:00:01." },
        { "Retry:MaxDelay", "01:00:01", "'01:00:01' is out of range; allowed 00:00:00.0010000 to 01:00:00, default 00:00:10." },
        { "Retry:MaxRetryAfter", "-00:00:01", "'-00:00:01' is out of range; allowed 00:00:00 to 01:00:00, default 00:00:30." },
        { "Circuit:FailureThreshold", "-1", "'-1' is out of range; allowed 1 or more, default 5." },
        { "Circuit:BreakDuration", "1.00:00:01",
            "'1.00:00:01' is out of range; allowed 00:00:00.0010000 to 1.00:00:00, default 00:01:00." },
        { "Circuit:ProbeLease", "00:00:00",
            "'00:00:00' is out of range; allowed 00:00:00.0010000 to 1.00:00:00, default 00:00:30." },
        { "Validation:SyncWait", "00:01:01", "'00:01:01' is out of range; allowed 00:00:00 to 00:01:00, default 00:00:25." },
        { "Validation:StrictIdNumber", "yes", "'yes' is neither true nor false; default true." },
        { "Validation:Deadline", "7.00:00:01",
            "'7.00:00:01' is out of range; allowed 00:00:00 to 7.00:00:00, default 01:00:00." },
        { "Validation:KeepFor", "00:00:00",
            "'00:00:00' is out of range; allowed 00:00:00.0010000 to 3660.00:00:00, default 7.00:00:00." },
        { "Validation:IdempotencyKeepFor", "367.00:00:00",
            "'367.00:00:00' is out of range; allowed 00:00:00.0010000 to 366.00:00:00, default 1.00:00:00." },
        { "ScoreHistory:CacheFor", "-00:00:01",
            "'-00:00:01' is out of range; allowed 00:00:00 to 366.00:00:00, default 01:00:00." },
        { "ScoreHistory:KeepFor", "7",
            "'7' is not a duration of the form hh:mm:ss; allowed 00:00:00.0010000 to 3660.00:00:00, default 30.00:00:00." },
        { "Gateway:TrustedProxies", "10.0.0.0/8, gateway",
            "'gateway' is neither an address nor a network such as 10.0.0.0/8; separate several by commas." },
        { "RateLimit:Permits", "-1", "'-1' is out of range; allowed 0 or more, default 100." },
        { "RateLimit:Window", "00:00:00.9", "'00:00:00.9' is out of range; allowed 00:00:01 to 1.00:00:00, default 00:01:00." },
        { "Audit:KeepFor", "23:59:59",
            "'23:59:59' is out of range; allowed 1.00:00:00 to 10980.00:00:00, default 2557.00:00:00." },
        { "Features:ScoreCache", "1", "'1' is neither true nor false; default true." },
        { "Features:GracefulDegradation", "off", "'off' is neither true nor false; default true." },
        {
            "APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=secret",
            "the value is no connection string; copy it from the Application Insights resource, it begins with "
                + "InstrumentationKey=."
        },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317",
            "'collector:4317' must be an http or https address, such as http://localhost:4317." },
        {
            "OTEL_TRACES_SAMPLER", "sometimes",
            "'sometimes' is not known; allowed parentbased_always_on, parentbased_always_off, parentbased_traceidratio, "
                + "always_on, always_off, traceidratio and microsoft.fixed_percentage, default parentbased_always_on."
        },
        { "OTEL_TRACES_SAMPLER_ARG", "1.1", "'1.1' is not a share; allowed 0 to 1, default 1." },
        { "OTEL_TRACES_SAMPLER_ARG", "-0.1", "'-0.1' is not a share; allowed 0 to 1, default 1." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_bad_value_is_told_in_one_sentence(string setting, string value, string fault) =>
        Assert.Equal([$"{setting}: {fault}"], Configured.ErrorsOf((setting, value)));

    [Fact]
    public void Every_setting_with_a_value_of_its_own_is_in_the_table() =>
        Assert.Equal(
            Configured.EverySetting.Keys.Except(["RiskShield:ApiKeySecretUri", "Backup:ApiKeySecretUri",
                "ConnectionStrings:Redis", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]).Order(StringComparer.Ordinal),
            Faults.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("https://api.riskshield.com", true)]
    [InlineData("https://api.riskshield.com/", true)]
    [InlineData("https://api.riskshield.com:8443", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://192.168.0.1", false)]
    [InlineData("http://localhost.example", false)]
    [InlineData("https://api.riskshield.com?key=1", false)]
    [InlineData("https://api.riskshield.com/#x", false)]
    [InlineData("https://user@api.riskshield.com", false)]
    public void A_vendors_address_is_https_or_loopback_and_nothing_more(string address, bool allowed) =>
        Assert.Equal(allowed, ProviderSettingsReader.IsAddress(new Uri(address)));

    [Theory]
    [InlineData("https://vault.example/secrets/")]
    [InlineData("https://vault.example/keys/riskshield")]
    [InlineData("http://vault.example/secrets/riskshield")]
    [InlineData(Secret)]
    public void What_is_no_secrets_address_is_refused_and_not_told(string value)
    {
        // Whoever mistakes the setting for the key itself must not find the key in a log.
        Assert.Equal(
            [$"RiskShield:ApiKeySecretUri: '(redacted)' {SecretRule}"],
            Configured.ErrorsOf(("RiskShield:ApiKeySecretUri", value)));
    }

    [Theory]
    [InlineData("RiskShield:BaseUrl", "https://user:" + Secret + "@api.riskshield.com")]
    [InlineData("RiskShield:BaseUrl", "https://api.riskshield.com/?key=" + Secret)]
    [InlineData("RiskShield:ApiKeySecretUri", "https://user:" + Secret + "@vault.example/keys/x")]
    public void An_address_with_a_secret_in_it_is_not_told(string setting, string value)
    {
        var fault = Assert.Single(Configured.ErrorsOf((setting, value)));
        Assert.StartsWith(setting + ": '(redacted)' must be ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_and_address_of_the_key_exclude_each_other()
    {
        var fault = Assert.Single(Configured.ErrorsOf(
            ("RiskShield:ApiKey", Secret), ("RiskShield:ApiKeySecretUri", "https://vault.example/secrets/riskshield")));
        Assert.Equal("RiskShield:ApiKey and RiskShield:ApiKeySecretUri are both set; set one of the two.", fault);
    }

    [Theory]
    [InlineData(
        "Circuit:ProbeLease",
        "00:00:10",
        "Circuit:ProbeLease: 00:00:10 must be longer than RiskShield:AttemptTimeout (00:00:10), so that a probe's lease "
        + "does not expire before its call ends.")]
    [InlineData(
        "RiskShield:AttemptTimeout",
        "00:00:30",
        "Circuit:ProbeLease: 00:00:30 must be longer than RiskShield:AttemptTimeout (00:00:30), so that a probe's lease "
        + "does not expire before its call ends.")]
    [InlineData(
        "Features:CandidatePath",
        "5",
        "Features:CandidatePath: 5 needs RiskShield:CandidatePath, the path that scores so many applicants in a hundred.")]
    [InlineData("Retry:FirstDelay", "00:00:11", "Retry:MaxDelay: 00:00:10 must be at least Retry:FirstDelay (00:00:11).")]
    [InlineData(
        "Validation:IdempotencyKeepFor",
        "7.00:00:01",
        "Validation:KeepFor: 7.00:00:00 must be at least Validation:IdempotencyKeepFor (7.00:00:01), or a key outlives the "
        + "answer it stands for.")]
    [InlineData(
        "Audit:KeepFor",
        "6.00:00:00",
        "Audit:KeepFor: 6.00:00:00 must be at least Validation:KeepFor (7.00:00:00), or a validation outlives its record.")]
    [InlineData(
        "ScoreHistory:CacheFor",
        "31.00:00:00",
        "ScoreHistory:KeepFor: 30.00:00:00 must be at least ScoreHistory:CacheFor (31.00:00:00).")]
    public void Settings_that_contradict_each_other_are_told_together(string setting, string value, string fault) =>
        Assert.Equal([fault], Configured.ErrorsOf((setting, value)));

    [Fact]
    public void What_a_backup_contradicts_is_told_as_a_vendors_is() => Assert.Equal(
        [
            "Backup:ApiKey and Backup:ApiKeySecretUri are both set; set one of the two.",
            "Backup:Proxy: http://127.0.0.1:7072/ is never called through a proxy; only an https address outside this machine "
                + "is.",
            "Circuit:ProbeLease: 00:00:30 must be longer than Backup:AttemptTimeout (00:00:30), "
                + "so that a probe's lease does not expire before its call ends.",
        ],
        Configured.ErrorsOf(
            ("Backup:BaseUrl", "http://127.0.0.1:7072"),
            ("Backup:ApiKey", Secret),
            ("Backup:ApiKeySecretUri", "https://vault.example/secrets/backup"),
            ("Backup:Proxy", "http://proxy.example:3128"),
            ("Backup:AttemptTimeout", "00:00:30")));

    /// <summary>What goes to loopback never needs a proxy, and what goes over plain http must not be shown to one.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:7072")]
    [InlineData("https://localhost:7072")]
    public void A_proxy_for_an_address_that_is_never_called_through_one_is_a_fault(string vendor) => Assert.Equal(
        [$"RiskShield:Proxy: {vendor}/ is never called through a proxy; only an https address outside this machine is."],
        Configured.ErrorsOf(("RiskShield:BaseUrl", vendor), ("RiskShield:Proxy", "http://proxy.example:3128")));

    [Fact]
    public void A_spelling_mistake_is_told_with_the_names_there_are() =>
        Assert.Equal(
            ["Retry:MaxAttempt: there is no such setting; Retry has Retry:FirstDelay, Retry:MaxAttempts, Retry:MaxDelay, "
                + "Retry:MaxRetryAfter."],
            Configured.ErrorsOf(("Retry:MaxAttempt", Secret)));

    [Theory]
    [InlineData("RiskShield:Url")]
    [InlineData("Backup:CandidatePath")]
    [InlineData("Circuit:Threshold")]
    [InlineData("Validation:Wait")]
    [InlineData("ScoreHistory:Keep")]
    [InlineData("RateLimit:Permit")]
    [InlineData("Audit:Keep")]
    [InlineData("Retry:MaxDelay:Seconds")]
    [InlineData("Features:ScoreCash")]
    [InlineData("ConnectionStrings:Reddis")]
    public void No_closed_section_takes_a_setting_it_does_not_know(string setting)
    {
        var fault = Assert.Single(Configured.ErrorsOf((setting, Secret)));
        Assert.StartsWith($"{setting}: there is no such setting; ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_of_others_are_none_of_our_business() =>
        Configured.Read(("Logging:LogLevel:Default", "Debug"), ("Kestrel:X", "y"));

    [Fact]
    public void All_faults_come_in_one_message()
    {
        var fault = Assert.Throws<SettingsException>(() => Configured.Read(
            ("Retry:MaxAttempts", "0"), ("Retry:MaxDelay", "soon"), ("RateLimit:Permit", "1"), (
                "Circuit:ProbeLease", "00:00:05")));
        Assert.Equal(4, fault.Errors.Count);
        Assert.Equal(
            string.Join(
                Environment.NewLine, fault.Errors.Select(line => "  - " + line).Prepend("The configuration cannot be used:")),
            fault.Message);
    }
}
