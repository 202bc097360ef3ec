using System.Security.Cryptography;
using System.Text;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>
/// Validations of every kind that there is, with names in several scripts, and all that was answered. Each name and number is
/// a mark that nothing may keep.
/// </summary>
internal sealed class MarkedTraffic(OwnTarget target)
{
    private const int AtOnce = 12;
    private const int NameLength = 12;

    private static readonly string[] Alphabets =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "abcdefghij\u00E4\u00EB\u00EF\u00F6\u00FC\u00E5\u00F8\u0161\u017E",
        "\u0430\u0431\u0432\u0433\u0434\u0435\u0436\u0437\u0438\u043A\u043B\u043C\u043D\u043E\u043F\u0440\u0441\u0442",
        "\u5F20\u738B\u674E\u8D75\u9648\u6768\u5468\u5434\u90D1\u5B59\u9A6C\u6731",
        "\u0645\u062D\u062F\u0639\u0644\u064A\u0627\u0633\u0646\u0631\u0628\u062A",
    ];

    private readonly List<string> _marks = [];
    private readonly StringBuilder _answers = new();
    private readonly string _prefix = Ids.CorrelationId();
    private int _number;

    /// <summary>Every name, number and idempotency key that was sent.</summary>
    public IReadOnlyCollection<string> Marks => _marks;

    /// <summary>Every answer, with its headers.</summary>
    public string Answers => _answers.ToString();

    /// <summary>How many requests were answered with each status.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>Ids of validations that were accepted and may still run.</summary>
    public List<string> Accepted { get; } = [];

    public async Task SendAllAsync()
    {
        await EachAsync(60, () => SendAsync(New()));
        await EachAsync(20, () => SendAsync(New(), null, Ids.Prefer("respond-async")));
        await EachAsync(30, () => SendAsync(New() with { LastName = Name() + "<" + Name() }));
        await EachAsync(20, () => SendAsync(New() is var one ? one with { IdNumber = Broken(one.IdNumber) } : null!));
        await EachAsync(30, () => SendAsync(New(), "400"));
        await EachAsync(25, () => SendAsync(New(), "429/0 ok"));
        await EachAsync(25, () => SendAsync(New(), "500 ok"));
        await EachAsync(6, () => SendAsync(New(), "hang ok"));
        await EachAsync(20, () => SendAsync(New(), "500"));
        await EachAsync(10, () => SendAsync(New(), "garbage"));
        await EachAsync(30, DegradeAsync);
        await EachAsync(20, ReplayAsync);
        await EachAsync(20, CacheAsync);
        await EachAsync(8, SendUnreadableAsync);
    }

    /// <summary>Leaves validations on their way, for a kill; some of them between two attempts.</summary>
    public async Task LeaveRunningAsync()
    {
        await EachAsync(15, () => SendAsync(New(), "ok+3000 ok", Ids.Prefer("respond-async")));
        await EachAsync(15, () => SendAsync(New(), "429/2 ok", Ids.Prefer("respond-async")));
    }

    /// <summary>Reads what became of everything that was accepted.</summary>
    public Task FollowAsync() => Parallel.ForEachAsync(
        Accepted.Distinct().ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, _) =>
        Keep(await ValidationStatus.FinishedAsync(target.FinRisk, id)));

    private async Task DegradeAsync()
    {
        var applicant = New();
        await SendAsync(applicant);
        await SendAsync(applicant, "500", Ids.NoCache);
    }

    private async Task ReplayAsync()
    {
        var (applicant, key) = (New(), Ids.IdempotencyKey());
        Mark(key);
        await SendAsync(applicant, null, Ids.Keyed(key));
        await SendAsync(applicant, null, Ids.Keyed(key));
        await SendAsync(New(), null, Ids.Keyed(key));
    }

    private async Task CacheAsync()
    {
        var applicant = New();
        await SendAsync(applicant);
        await SendAsync(applicant);
    }

    private async Task SendUnreadableAsync()
    {
        var json = New().ToJson();
        Keep(await target.FinRisk.PostAsync(json[..^1]));
        Keep(await target.FinRisk.PostAsync(json + json));
        Keep(await target.FinRisk.PostAsync(json.Replace("lastName", "firstName", StringComparison.Ordinal)));
        Keep(await target.FinRisk.PostAsync($"{json[..^1]},\"padding\":\"{new string('x', 20_000)}\"}}"));
        Keep(await target.FinRisk.PostAsync(Encoding.UTF8.GetBytes(json), "text/plain"));
        Keep(await target.FinRisk.PostAsync(Encoding.Latin1.GetBytes(json), "application/json"));
        Keep(await target.FinRisk.PostAsync(
            Encoding.UTF8.GetBytes(json), "application/json", ("Idempotency-Key", new string('k', 300))));
    }

    private async Task SendAsync(Applicant applicant, string? script = null, params (string Name, string Value)[] headers)
    {
        var correlation = $"{_prefix}.{Interlocked.Increment(ref _number)}";
        if (script is not null)
            await target.Vendor.PlanAsync(correlation, script, forever: !script.Contains(' ', StringComparison.Ordinal));
        Keep(await target.FinRisk.ValidateAsync(applicant, [Ids.CorrelatedBy(correlation), .. headers]));
    }

    private static Task EachAsync(int count, Func<Task> send) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await send());

    private void Keep(Answer answer)
    {
        lock (_answers)
        {
            _answers.Append(answer.Status).Append(' ').AppendLine(answer.Text).AppendLine(answer["Location"]);
            Statuses[answer.Status] = Statuses.GetValueOrDefault(answer.Status) + 1;
            if (answer.Status is 202)
                Accepted.Add(answer.Get("validationId"));
        }
    }

    private Applicant New()
    {
        var applicant = new Applicant(Name(), Name(), SouthAfricanId.New());
        Mark(applicant.IdNumber, Broken(applicant.IdNumber));
        return applicant;
    }

    private string Name()
    {
        var letters = RandomNumberGenerator.GetItems<char>(
            Alphabets[RandomNumberGenerator.GetInt32(Alphabets.Length)], NameLength);
        var name = new string(letters);
        Mark(name);
        return name;
    }

    /// <summary>The number with a wrong check digit.</summary>
    private static string Broken(string number) => number[..^1] + (char)('0' + (number[^1] - '0' + 1) % 10);

    private void Mark(params ReadOnlySpan<string> marks)
    {
        PersonalData.Mark(marks);
        lock (_marks)
            _marks.AddRange(marks);
    }
}
