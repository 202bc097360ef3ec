using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>The key from Key Vault: kept 5 minutes, read once at a time, and an outage there is none here.</summary>
public sealed class KeyVaultKeySourceTests : IDisposable
{
    private readonly FakeVault _vault = new();
    private readonly SystemClock _clock = new();
    private readonly LogRecorder _log = new();
    private readonly KeyVaultKeySource _keys;

    public KeyVaultKeySourceTests() => _keys = Source(_vault);

    public static TheoryData<Exception> Outages =>
    [
        new RequestFailedException(503, "down"),
        new RequestFailedException(404, "no such secret"),
        new AuthenticationFailedException("no token"),
        new CredentialUnavailableException("no identity"),
        new AggregateException(
            "Retry failed after 4 tries.", new RequestFailedException("no route"), new RequestFailedException("no route")),
        new TaskCanceledException("The operation was cancelled because it exceeded the configured timeout of 0:01:40."),
    ];

    public void Dispose()
    {
        _keys.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task The_key_is_kept_for_five_minutes()
    {
        Assert.Equal("key-1", await GetAsync());
        _vault.Next = () => Task.FromResult("key-2");
        _clock.Advance(KeyVaultKeySource.MaxAge - TimeSpan.FromTicks(1));
        Assert.Equal("key-1", await GetAsync());
        Assert.Equal((1, "vendor-key"), (_vault.Reads, _vault.Asked));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("key-2", await GetAsync());
        Assert.Equal((2, TimeSpan.FromMinutes(5)), (_vault.Reads, KeyVaultKeySource.MaxAge));
    }

    [Fact]
    public async Task A_refused_key_is_read_anew_at_once()
    {
        await GetAsync();
        _vault.Next = () => Task.FromResult("key-2");
        Assert.Equal("key-2", await GetAsync(reload: true));
        Assert.Equal("key-2", await GetAsync());
        Assert.Equal(2, _vault.Reads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_who_ask_at_once_cause_one_read(bool reload)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _vault.Next = () => answer.Task;
        var asked = Enumerable.Range(0, 20).Select(_ => GetAsync(reload)).ToArray();
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        answer.SetResult("key-1");
        Assert.All(await Task.WhenAll(asked), key => Assert.Equal("key-1", key));
        Assert.Equal(1, _vault.Reads);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Through_an_outage_the_last_known_key_stays_in_use(Exception outage)
    {
        await GetAsync();
        _vault.Next = () => Task.FromException<string>(outage);
        _clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("key-1", await GetAsync());
        Assert.Equal("key-1", await GetAsync(reload: true));
        Assert.NotEmpty(_log.Events);
        Assert.All(_log.Events, told => Assert.Equal((LogLevel.Error, "provider_key_unreadable"), (told.Level, told.Name)));
        Assert.All(_log.Events, told => Assert.Equal(true, told.Values["haveOld"]));
        Assert.DoesNotContain(_log.Events, told => told.Text.Contains("key-1", StringComparison.Ordinal));

        _vault.Next = () => Task.FromResult("key-2");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("key-2", await GetAsync());
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Where_no_key_was_ever_read_there_is_none_until_it_can_be(Exception outage)
    {
        _vault.Next = () => Task.FromException<string>(outage);
        Assert.Null(await GetAsync());
        Assert.Null(await GetAsync(reload: true));
        _vault.Next = () => Task.FromResult("key-1");
        Assert.Null(await GetAsync());
        Assert.Equal(2, _vault.Reads);
        Assert.All(_log.Events, told => Assert.Equal(false, told.Values["haveOld"]));

        _clock.Advance(KeyVaultKeySource.RetryInterval);
        Assert.Equal("key-1", await GetAsync());
    }

    /// <summary>A refused key that was rotated is replaced although the system clock has been set back.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_keeps_no_old_key_in_use()
    {
        await GetAsync();
        _vault.Next = () => Task.FromResult("key-2");
        _clock.SetBack(TimeSpan.FromHours(1));
        Assert.Equal("key-2", await GetAsync(reload: true));

        _vault.Next = () => Task.FromResult("key-3");
        _clock.SetBack(TimeSpan.FromHours(2));
        _clock.Advance(KeyVaultKeySource.MaxAge);
        Assert.Equal("key-3", await GetAsync());
    }

    [Fact]
    public async Task Through_an_outage_not_every_call_waits_for_Key_Vault()
    {
        await GetAsync();
        _vault.Next = () => Task.FromException<string>(new RequestFailedException(503, "down"));
        _clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 10; i++)
            Assert.Equal("key-1", await GetAsync());
        Assert.Equal(2, _vault.Reads);

        _clock.Advance(KeyVaultKeySource.RetryInterval);
        await GetAsync();
        Assert.Equal(3, _vault.Reads);
    }

    [Fact]
    public async Task A_failed_read_is_not_repeated_by_those_who_waited_for_it()
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _vault.Next = () => answer.Task;
        var asked = Enumerable.Range(0, 20).Select(_ => GetAsync()).ToArray();
        _clock.Advance(TimeSpan.FromSeconds(30));
        answer.SetException(new RequestFailedException(503, "down"));
        Assert.All(await Task.WhenAll(asked), Assert.Null);
        Assert.Equal(1, _vault.Reads);
    }

    [Fact]
    public async Task A_host_that_stops_does_not_wait()
    {
        _vault.Next = () => new TaskCompletionSource<string>().Task;
        using var stopping = new CancellationTokenSource();
        var (first, second) = (_keys.GetAsync(false, stopping.Token).AsTask(), _keys.GetAsync(false, stopping.Token).AsTask());
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Empty(_log.Events);
    }

    /// <summary>The real client, with its retries, at an address where nobody answers.</summary>
    [Fact]
    public async Task An_unreachable_Key_Vault_is_an_outage_and_no_fault()
    {
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = new SecretClientOptions
        {
            Retry = { Delay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 2 }
        };
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndPoint!).Port}");
        using var keys = Source(new SecretClient(
            address, DelegatedTokenCredential.Create((_, _) => new AccessToken("token", DateTimeOffset.MaxValue)), options));
        Assert.Null(await keys.GetAsync(reload: false, default));
        Assert.Equal("provider_key_unreadable", Assert.Single(_log.Events).Name);
    }

    private Task<string?> GetAsync(bool reload = false) => _keys.GetAsync(reload, default).AsTask();

    private KeyVaultKeySource Source(SecretClient vault) =>
        new(vault, "vendor-key", "riskshield", _clock, _log.CreateLogger<KeyVaultKeySource>());

    /// <summary>A clock that can be set back, as a machine's can; its timestamps go on.</summary>
    private sealed class SystemClock() : FakeTimeProvider(Sample.Start)
    {
        private TimeSpan _behind;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _behind;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

        public void SetBack(TimeSpan by) => _behind += by;
    }
}
